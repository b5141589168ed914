/* The compiler's inside: an expression becomes a tree of nodes with resolved variables (scope.c, lower*.c), the tree
 * becomes instructions (emit*.c). Promise: after lowering every name is a Var of some Func or a global of a module,
 * and a variable's flags (captured, boxed) are final; emission never looks at an Expr again. */
#ifndef CLU_TREE_H
#define CLU_TREE_H
#include "lang/code.h"
#include "lang/compile.h"
#include "value/show.h"
#include "value/value.h"

typedef struct List {
  void **items;
  uint32_t n, cap;
} List;
void list_push(List *l, void *item);

typedef struct Node Node;
typedef struct Var Var;
typedef struct Func Func;
typedef struct Closure Closure;

enum node_kind {
  N_CONST,     /* v */
  N_VAR,       /* var */
  N_GLOBAL,    /* module, name */
  N_SET,       /* var = [0] */
  N_SETGLOBAL, /* module.name = [0] */
  N_BLOCK,     /* its value is the last one's */
  N_SCOPE,     /* vars live in [0] */
  N_IF,        /* [0] ? [1] : [2], without [2]: nothing */
  N_AND,
  N_OR,
  N_WHILE, /* while [0] [1] */
  N_FOR,   /* for var in [0] [1], vars: the items of var; inner: break leaves an outer loop, too */
  N_BREAK,
  N_CONTINUE,
  N_TRY, /* try [0] catch var [1] finally [2]; [1], [2] may be NULL */
  N_RETURN,
  N_CALL,  /* [0]([1]...; kw...) */
  N_SPLAT, /* an argument: [0]... */
  N_OP,    /* op of [0], [1] */
  N_TUPLE,
  N_GETFIELD, /* [0].name */
  N_SETFIELD, /* [0].name = [1] */
  N_INDEX,    /* [0][[1]...] */
  N_SETINDEX, /* [0][[2]...] = [1] */
  N_ASSERT,   /* [0]::[1] */
  N_CONVERT,  /* convert([1], [0]) */
  N_DOTTED,   /* dotted of [1]..., kept in vars; [0] are the calls themselves */
  N_NEW,      /* new of type [0] with [1]... */
  N_CLOSURE,  /* an instance of closure */
  N_METHOD,   /* a method func of [0] with parameter types [1], type variables [2] */
  N_ISDEF,    /* var or module.name has a value */
  N_GOTO,
  N_LABEL,
};

struct Node {
  uint8_t kind, op;
  bool assigns; /* some variable may be assigned in here: operands before it must be copied */
  bool flag;    /* N_FOR: inner; N_METHOD: [0] is a type whose instances are called */
  int32_t line;
  uint32_t n;
  Node **kids;
  Node *kw; /* N_CALL: a NamedTuple */
  Var *var;
  List *vars;
  Module *module;
  Symbol *name;
  Value v;
  Func *func;
  Closure *closure;
  struct Dotted *dotted;
};

enum var_kind { VAR_LOCAL, VAR_SPARAM };

struct Var {
  Symbol *name;
  Func *func;       /* whose frame holds it */
  Value type;       /* declared type, an expression; undefined if none */
  Closure *closure; /* a name that only function definitions assign */
  int kind, loops;  /* loops: depth of loops at its declaration */
  uint32_t number;  /* in the order of declaration */
  uint32_t index;   /* VAR_SPARAM */
  uint32_t nassign;
  bool captured, boxed, param;
  bool bound;       /* VAR_LOCAL: a where-variable whose value follows from keywords */
  bool needed;      /* a keyword without default */
  bool needs_undef; /* emission: may be read before it is assigned */
  bool maybe_undef; /* captured, perhaps before it was assigned */
  bool defined;
  uint32_t stamp;
  int reg;
};

/* A function being compiled: a method, a closure's body, or top-level code. */
struct Func {
  Func *outer;
  Symbol *name, *file;
  Module *module;
  int32_t line;
  List params; /* Var: positional, keywords, slurp */
  uint32_t npos, nkw;
  bool vararg, kwslurp, toplevel, labels;
  List sparams;  /* Var */
  List taken;    /* Binding: constants of Main whose values stand in the code */
  List captures; /* Var of outer functions */
  int *capture_regs;
  Node *body;
  Value rettype;    /* expression or undefined */
  Node *returned;   /* the same, or NULL: what is returned is converted to it, outside of all try blocks */
  Closure *closure; /* whose method it is */
  Var *self;        /* the local name of that closure */
  Value source;
  int loops;
  Code *code;
};

/* A closure type under construction: its methods share the captured variables. */
struct Closure {
  Symbol *name;
  Module *module;
  List funcs;       /* Func */
  List methods;     /* Node N_METHOD, run once, before the outermost statement */
  List captures;    /* Var, of all methods; static parameters first */
  List statics;     /* Var, static parameters of functions around it that its methods' signatures mention */
  List types;       /* Node: constants that are to be its type */
  uint32_t nbodies; /* methods with keywords */
  Type *type;
  Func *owner;
};

typedef struct Scope {
  struct Scope *outer;
  Func *func;
  List vars;     /* Var */
  List globals;  /* Symbol: declared global here */
  bool toplevel; /* names not found are globals, and assignments too */
  bool soft;     /* for, while, try directly at top level */
} Scope;

/* The end in a[end]: the innermost indexing being lowered. */
typedef struct EndContext {
  struct EndContext *outer;
  Node *array;
  uint32_t dim, ndims;
} EndContext;

typedef struct Lower {
  Module *module;
  Symbol *file;
  int32_t line;
  Scope *scope;
  Func *func;
  List hoisted; /* Closure: made in the top-level statement being lowered */
  EndContext *end;
  Value new_type;      /* inside a struct's constructors: what new makes (expression) */
  uint32_t new_params; /* and how many parameters it has */
  bool soft;           /* the prompt's rule */
  int depth;
  uint32_t nvars; /* variables made so far */
} Lower;

/* scope.c */
Scope *scope_push(Lower *l, bool hard);
void scope_pop(Lower *l);
void scope_declare(Lower *l, Value body); /* what body assigns and declares */
void scope_check_globals(const Lower *l); /* that none of them is a variable of the scope, too */
void scope_declare_locals(Lower *l, Value declaration);
/* Whether name, assigned in a loop or try at the prompt, is the global variable: then it is in the scope from now on.
 */
bool scope_prompt_global(const Lower *l, Symbol *name);
/* In a script, of a new local variable in a loop or try where a global one exists. */
void scope_warn_if_ambiguous(const Lower *l, Symbol *name, int32_t line);
Var *var_new(Lower *l, Symbol *name); /* in the current scope */
Var *var_temp(Lower *l);              /* in no scope: the caller puts it into an N_SCOPE */
/* Assigns the items of a tuple of places from new variables, one each. */
Node *lower_apart(Lower *l, Expr *places, List *items);
bool is_plain_tuple(Value v);                                  /* an expression (a, b) without splats and names */
Var *var_resolve(Lower *l, Symbol *name);                      /* NULL: a global */
bool scope_assigns_global(const Lower *l, const Symbol *name); /* an assignment to the unresolved name */
void var_assigned(Lower *l, Var *v);
bool head_is_update(const Symbol *head, bool *dotted, Symbol **op); /* += and the like */
Value sig_unwrap(Value sig);                                        /* f(x)::T where S -> f(x) */
bool sig_is_call(Value lhs);

/* shape.c */
void expr_check(Value v); /* throws unless every expression inside has the parts that its head needs */

/* lower*.c */
NORETURN void syntax_error(const char *format, ...) PRINTF_LIKE(1, 2); /* tells the place, as Julia's desugaring does */
NORETURN void scope_error(const char *format, ...) PRINTF_LIKE(1, 2);  /* tells no place, as its later steps */
const Lower *lower_current(const Lower *l); /* what errors are about; returns the one before */
Node *node_new(Lower *l, int kind, uint32_t n);
Node *node1(Lower *l, int kind, Node *a);
Node *node2(Lower *l, int kind, Node *a, Node *b);
Node *node_const(Lower *l, Value v);
Node *node_nothing(Lower *l);
Node *node_var(Lower *l, Var *v);
Node *node_set(Lower *l, Var *v, Node *value);
Node *node_global(Lower *l, Module *m, Symbol *name);
Node *node_call(Lower *l, Node *f, Node *const *args, uint32_t n);
Node *node_fn(Lower *l, Value f, uint32_t n, ...);               /* call of a function value with Node * arguments */
Node *node_runtime(Lower *l, const char *name, uint32_t n, ...); /* call of a built-in of lower_runtime.c */
Node *node_base(Lower *l, const char *name, uint32_t n, ...);    /* call of Base's function of that name */
Node *node_svec(Lower *l, Node *const *items, uint32_t n);
Node *node_scope(Lower *l, List *vars, Node *body);
Node *node_with(Lower *l, Var *v, Node *value, Node *body); /* let v = value; body */
void node_set_kid(Node *n, uint32_t i, Node *kid);
void block_add(Node *block, Node *n);
bool node_is_fn(const Node *n, Value f);
Node *lower(Lower *l, Value v);
Node *lower_body(Lower *l, Value e); /* in the current scope */
Node *lower_scoped(Lower *l, Value e, bool hard);
Node *lower_name(Lower *l, Symbol *name);
Node *lower_call(Lower *l, Expr *e);
Node *lower_call_with(Lower *l, Node *f, const Value *args, size_t n);
/* Keeps the node's value in a new variable, set in the block, which stands in its place. */
Node *evaluated_before(Lower *l, Node *n, Node *block, List *vars);
/* A NamedTuple; given: the values of the first group if they are lowered already, or NULL. */
Node *lower_keywords(Lower *l, const Node *callee, Expr *const *groups, uint32_t ngroups, const List *given);
Node *lower_dotcall(Lower *l, Expr *e, bool outermost);
Node *lower_comparison(Lower *l, Expr *e);
Node *lower_tuple(Lower *l, Expr *e);
Node *lower_operator(Lower *l, Value f, Node *const *args, uint32_t n);
bool is_dotcall(Value e);
Node *lower_ccall(Lower *l, const Value *parts, size_t n); /* what stands in the brackets of ccall(...) */
Node *lower_foreigncall(Lower *l, const Expr *e);
Node *lower_dotted(Lower *l, Value v);
Node *lower_materialize(Lower *l, Node *dest, Node *lazy); /* dest: of .=, or NULL; lazy: by lower_dotted */
Node *lower_assign(Lower *l, Value lhs, Value rhs);
Node *lower_assign_node(Lower *l, Value lhs, Node *rhs); /* rhs: a variable or constant */
Node *lower_assign_name(Lower *l, Symbol *name, Node *rhs);
Node *lower_update(Lower *l, Expr *e, bool dotted, Symbol *op);
Node *lower_dotassign(Lower *l, Value lhs, Node *rhs, bool fused);
Node *lower_ref(Lower *l, Expr *e);
Node *lower_const(Lower *l, Expr *e);
Node *lower_local(Lower *l, Expr *e);
Node *lower_global(Lower *l, Expr *e);
Node *lower_for(Lower *l, Expr *e);
Node *lower_while(Lower *l, Expr *e);
Node *lower_try(Lower *l, Expr *e);
Node *lower_let(Lower *l, Expr *e);
Node *lower_generator(Lower *l, Expr *e);
Node *lower_comprehension(Lower *l, Expr *e);
Node *lower_typed_comprehension(Lower *l, Expr *e);
Node *lower_function(Lower *l, Value sig, Value body); /* function f(x) ... */
Node *lower_macro(Lower *l, Expr *e);
Node *lower_lambda(Lower *l, Value params, Value body); /* x -> ... */
Node *lower_curly(Lower *l, Expr *e);
Node *lower_where(Lower *l, Expr *e);
Node *lower_typevar(Lower *l, Value spec, Symbol **name); /* T, T<:A, A<:T<:B: a call that makes the TypeVar */
/* New variables of the scope for them: block gets their making, vars their nodes. */
void lower_typevars(Lower *l, const Value *specs, uint32_t n, Node *block, List *vars);
Symbol *typevar_name(Value spec);
Node *lower_struct(Lower *l, Expr *e);
Node *lower_abstract(Lower *l, Expr *e);
Node *lower_primitive(Lower *l, Expr *e);
Node *lower_new(Lower *l, Value callee, const Value *args, size_t n);
Node *lower_quote(Lower *l, Value v);
Func *lower_source(Lower *l, Value source, Symbol *const *captured, uint32_t ncaptured, uint32_t nstatic);
void closure_finish(Closure *c);

/* emit*.c */
Code *emit_func(Func *f);

typedef struct Label {
  int32_t at;
  List jumps;
} Label; /* at: -1 until placed; jumps: instruction numbers */

enum context_kind { CTX_LOOP, CTX_TRY, CTX_CATCH, CTX_FINALLY };
typedef struct Exit {
  int kind;
  struct Context *loop;
  int32_t at;
} Exit; /* a jump that a finally must run before */
typedef struct Context {
  struct Context *outer;
  int kind;
  bool inner; /* CTX_LOOP: not the target of break */
  Label break_, continue_;
  int reg; /* CTX_CATCH: exception; CTX_FINALLY: tag, and the returned value behind it */
  Label finally;
  bool returns;
  List exits; /* CTX_FINALLY: Exit, tag is the index from 1 */
} Context;

typedef struct Emit {
  Func *func;
  Ins *ins;
  uint32_t nins, cap;
  Value *consts;
  uint32_t nconsts, consts_cap;
  List lines;
  int32_t line;
  int top, max;
  uint32_t ncaches;
  List dotted; /* Dotted */
  bool dry, dead;
  List log; /* Var in the order in which they became defined */
  uint32_t stamp;
  Context *context;
  List labels; /* of @label */
} Emit;

uint32_t emit_abc(Emit *e, int op, int a, int b, int c);
uint32_t emit_ak(Emit *e, int op, int a, int32_t k);
int32_t emit_constant(Emit *e, Value v);
void emit_load(Emit *e, int dest, Value v);
uint32_t emit_jump(Emit *e, int op, int a, Label *to);
Label label_new(void);
void label_place(Emit *e, Label *l);
int reg_push(Emit *e);
void emit_to(Emit *e, Node *n, int dest);
int emit_any(Emit *e, Node *n);
void emit_effect(Emit *e, Node *n);
void emit_cond(Emit *e, Node *n, bool when, Label *to);
void emit_tail(Emit *e, Node *n);
void emit_return(Emit *e, int reg);
void emit_if(Emit *e, Node *n, int dest); /* dest -1: for effect, -2: in tail position */
void emit_loop(Emit *e, Node *n);
void emit_break(Emit *e, Node *n);
void emit_try(Emit *e, Node *n, int dest);
void emit_scope_enter(Emit *e, Node *n);
void emit_set_from(Emit *e, Var *v, int reg); /* v = r[reg] */
int emit_var(Emit *e, Var *v, int dest);      /* dest -1: wherever it is; returns the register */
void emit_method(Emit *e, Node *n, int dest);
void emit_closure(Emit *e, Node *n, int dest);
void emit_node_in(Emit *e, Node *n, int dest); /* dest as in emit_if */
void state_define(Emit *e, Var *v);
uint32_t state_mark(const Emit *e);
void state_undo(Emit *e, uint32_t mark);
#endif
