/* Names of characters, as in LaTeX: \\alpha and then the tab key. */
#include <string.h>

#include "cli/shell.h"

typedef struct Name {
  const char *name, *text;
} Name;

// clang-format off
static const Name names[] = { /* in order */
    {"Alpha", "Α"}, {"Beta", "Β"}, {"Chi", "Χ"}, {"Delta", "Δ"}, {"Epsilon", "Ε"}, {"Eta", "Η"}, {"Gamma", "Γ"}, {"Im", "ℑ"},
    {"Iota", "Ι"}, {"Kappa", "Κ"}, {"Lambda", "Λ"}, {"Leftarrow", "⇐"}, {"Leftrightarrow", "⇔"}, {"Omega", "Ω"}, {"P", "¶"},
    {"Phi", "Φ"}, {"Pi", "Π"}, {"Psi", "Ψ"}, {"Re", "ℜ"}, {"Rho", "Ρ"}, {"Rightarrow", "⇒"}, {"S", "§"}, {"Sigma", "Σ"},
    {"Tau", "Τ"}, {"Theta", "Θ"}, {"Upsilon", "Υ"}, {"Xi", "Ξ"}, {"Zeta", "Ζ"}, {"^+", "⁺"}, {"^-", "⁻"}, {"^0", "⁰"},
    {"^1", "¹"}, {"^2", "²"}, {"^3", "³"}, {"^4", "⁴"}, {"^5", "⁵"}, {"^6", "⁶"}, {"^7", "⁷"}, {"^8", "⁸"}, {"^9", "⁹"},
    {"^=", "⁼"}, {"^T", "ᵀ"}, {"^a", "ᵃ"}, {"^b", "ᵇ"}, {"^c", "ᶜ"}, {"^d", "ᵈ"}, {"^e", "ᵉ"}, {"^f", "ᶠ"}, {"^g", "ᵍ"},
    {"^h", "ʰ"}, {"^i", "ⁱ"}, {"^j", "ʲ"}, {"^k", "ᵏ"}, {"^l", "ˡ"}, {"^m", "ᵐ"}, {"^n", "ⁿ"}, {"^o", "ᵒ"}, {"^p", "ᵖ"},
    {"^r", "ʳ"}, {"^s", "ˢ"}, {"^t", "ᵗ"}, {"^u", "ᵘ"}, {"^v", "ᵛ"}, {"^w", "ʷ"}, {"^x", "ˣ"}, {"^y", "ʸ"}, {"^z", "ᶻ"},
    {"_+", "₊"}, {"_-", "₋"}, {"_0", "₀"}, {"_1", "₁"}, {"_2", "₂"}, {"_3", "₃"}, {"_4", "₄"}, {"_5", "₅"}, {"_6", "₆"},
    {"_7", "₇"}, {"_8", "₈"}, {"_9", "₉"}, {"_=", "₌"}, {"_a", "ₐ"}, {"_e", "ₑ"}, {"_h", "ₕ"}, {"_i", "ᵢ"}, {"_j", "ⱼ"},
    {"_k", "ₖ"}, {"_l", "ₗ"}, {"_m", "ₘ"}, {"_n", "ₙ"}, {"_o", "ₒ"}, {"_p", "ₚ"}, {"_r", "ᵣ"}, {"_s", "ₛ"}, {"_t", "ₜ"},
    {"_u", "ᵤ"}, {"_v", "ᵥ"}, {"_x", "ₓ"}, {"acute", "́"}, {"aleph", "ℵ"}, {"alpha", "α"}, {"angle", "∠"}, {"approx", "≈"},
    {"ast", "∗"}, {"bar", "̄"}, {"barwedge", "⊼"}, {"bbA", "𝔸"}, {"bbB", "𝔹"}, {"bbC", "ℂ"}, {"bbD", "𝔻"}, {"bbE", "𝔼"},
    {"bbF", "𝔽"}, {"bbN", "ℕ"}, {"bbP", "ℙ"}, {"bbQ", "ℚ"}, {"bbR", "ℝ"}, {"bbZ", "ℤ"}, {"beta", "β"}, {"bfA", "𝐀"},
    {"bfB", "𝐁"}, {"bfM", "𝐌"}, {"bfx", "𝐱"}, {"bfy", "𝐲"}, {"bfz", "𝐳"}, {"bigcirc", "○"}, {"blacksquare", "■"},
    {"bot", "⊥"}, {"breve", "̆"}, {"bullet", "•"}, {"cap", "∩"}, {"cbrt", "∛"}, {"cdot", "⋅"}, {"cdotp", "·"}, {"cdots", "⋯"},
    {"check", "̌"}, {"checkmark", "✓"}, {"chi", "χ"}, {"circ", "∘"}, {"cong", "≅"}, {"coprod", "∐"}, {"copyright", "©"},
    {"cup", "∪"}, {"dagger", "†"}, {"dashv", "⊣"}, {"ddagger", "‡"}, {"ddot", "̈"}, {"ddots", "⋱"}, {"degree", "°"},
    {"delta", "δ"}, {"diamond", "⋄"}, {"div", "÷"}, {"dot", "̇"}, {"dots", "…"}, {"downarrow", "↓"}, {"dprime", "″"},
    {"ell", "ℓ"}, {"emptyset", "∅"}, {"epsilon", "ϵ"}, {"equiv", "≡"}, {"eta", "η"}, {"euler", "ℯ"}, {"euro", "€"},
    {"exists", "∃"}, {"forall", "∀"}, {"fourthroot", "∜"}, {"gamma", "γ"}, {"ge", "≥"}, {"geq", "≥"}, {"gg", "≫"},
    {"grave", "̀"}, {"hat", "̂"}, {"hbar", "ħ"}, {"hookrightarrow", "↪"}, {"hslash", "ℏ"}, {"iint", "∬"}, {"in", "∈"},
    {"infty", "∞"}, {"int", "∫"}, {"iota", "ι"}, {"kappa", "κ"}, {"lambda", "λ"}, {"langle", "⟨"}, {"lceil", "⌈"},
    {"le", "≤"}, {"leftarrow", "←"}, {"leftrightarrow", "↔"}, {"leq", "≤"}, {"lfloor", "⌊"}, {"ll", "≪"},
    {"longleftarrow", "⟵"}, {"longrightarrow", "⟶"}, {"mapsto", "↦"}, {"mid", "∣"}, {"models", "⊧"}, {"mp", "∓"},
    {"mu", "μ"}, {"nabla", "∇"}, {"nand", "⊼"}, {"napprox", "≉"}, {"ne", "≠"}, {"nearrow", "↗"}, {"neg", "¬"}, {"neq", "≠"},
    {"nequiv", "≢"}, {"nexists", "∄"}, {"ni", "∋"}, {"nmid", "∤"}, {"nni", "∌"}, {"nor", "⊽"}, {"notin", "∉"},
    {"nparallel", "∦"}, {"nsubset", "⊄"}, {"nsubseteq", "⊈"}, {"nsupseteq", "⊉"}, {"nu", "ν"}, {"nwarrow", "↖"},
    {"odot", "⊙"}, {"oint", "∮"}, {"omega", "ω"}, {"omicron", "ο"}, {"ominus", "⊖"}, {"oplus", "⊕"}, {"oslash", "⊘"},
    {"otimes", "⊗"}, {"overbar", "̅"}, {"parallel", "∥"}, {"partial", "∂"}, {"perp", "⟂"}, {"phi", "ϕ"}, {"pi", "π"},
    {"planck", "ℎ"}, {"pm", "±"}, {"pounds", "£"}, {"prec", "≺"}, {"prime", "′"}, {"prod", "∏"}, {"propto", "∝"},
    {"psi", "ψ"}, {"rangle", "⟩"}, {"rceil", "⌉"}, {"rfloor", "⌋"}, {"rho", "ρ"}, {"rightarrow", "→"},
    {"rightharpoonup", "⇀"}, {"ring", "̊"}, {"scrA", "𝒜"}, {"scrB", "ℬ"}, {"scrC", "𝒞"}, {"scrD", "𝒟"}, {"scrE", "ℰ"},
    {"scrF", "ℱ"}, {"scrH", "ℋ"}, {"scrL", "ℒ"}, {"scrM", "ℳ"}, {"scrN", "𝒩"}, {"scrO", "𝒪"}, {"scrP", "𝒫"}, {"scrR", "ℛ"},
    {"scrS", "𝒮"}, {"searrow", "↘"}, {"setminus", "∖"}, {"sigma", "σ"}, {"sim", "∼"}, {"simeq", "≃"}, {"sqcap", "⊓"},
    {"sqcup", "⊔"}, {"sqrt", "√"}, {"square", "□"}, {"star", "⋆"}, {"subset", "⊂"}, {"subseteq", "⊆"}, {"subsetneq", "⊊"},
    {"succ", "≻"}, {"sum", "∑"}, {"supset", "⊃"}, {"supseteq", "⊇"}, {"supsetneq", "⊋"}, {"swarrow", "↙"}, {"tau", "τ"},
    {"theta", "θ"}, {"tilde", "̃"}, {"times", "×"}, {"to", "→"}, {"top", "⊤"}, {"triangle", "△"}, {"underbar", "̲"},
    {"uparrow", "↑"}, {"upsilon", "υ"}, {"varepsilon", "ε"}, {"varnothing", "∅"}, {"varphi", "φ"}, {"varpi", "ϖ"},
    {"varrho", "ϱ"}, {"varsigma", "ς"}, {"vartheta", "ϑ"}, {"vdash", "⊢"}, {"vdots", "⋮"}, {"vec", "⃗"}, {"vee", "∨"},
    {"veebar", "⊻"}, {"wedge", "∧"}, {"wp", "℘"}, {"xi", "ξ"}, {"xor", "⊻"}, {"yen", "¥"}, {"zeta", "ζ"},
};
// clang-format on

enum { COUNT = sizeof names / sizeof *names };

const char *latex_find(const char *name, size_t len) {
  for (size_t i = 0; i < COUNT; i++)
    if (strlen(names[i].name) == len && memcmp(names[i].name, name, len) == 0) return names[i].text;
  return NULL;
}

void latex_each(const char *prefix, size_t len, void (*each)(const char *name, void *arg), void *arg) {
  for (size_t i = 0; i < COUNT; i++)
    if (strncmp(names[i].name, prefix, len) == 0) each(names[i].name, arg);
}
