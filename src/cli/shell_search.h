/* Ctrl-R: earlier inputs that contain what is being typed, the latest first. */
#ifndef CLU_SHELL_SEARCH_H
#define CLU_SHELL_SEARCH_H
#include <histedit.h>
#include <wchar.h>

/* Reads what to look for, and leaves what was found in the line. Returns the key that ended it, which is to be taken as
 * one typed in the line; 0: none. Ctrl-G and Ctrl-C leave the line as it was. */
wchar_t search_history(EditLine *e, History *h);
#endif
