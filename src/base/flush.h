/* Output in time: what is printed is written when the process waits; while it computes, at the latest after a tenth of
 * a second of it. Promise: only in programs that asked for it, as a signal (SIGVTALRM) tells when it is time. */
#ifndef CLU_FLUSH_H
#define CLU_FLUSH_H

/* From now on. */
void flush_in_time(void);
/* Something stands in the buffer of standard output. */
void flush_soon(void);
#endif
