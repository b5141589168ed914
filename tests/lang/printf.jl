using Printf
@printf("%d|%5d|%-5d|%05d|%+d|% d\n", 3,3,3,3,3,3)
@printf("%i %u %x %X %o %#x %#o\n", 3,3,255,255,8,255,8)
@printf("%s %10s|%-10s|%.2s\n","a","b","c","def")
@printf("%c %c\n",'a',98)
@printf("%e %E %g %G %a\n",1.5,1.5,1.5e-10,1e20,1.0)
@printf("%5.2f|%-8.3f|%08.3f|%+.1f|% .1f\n",1.234,1.234,-1.234,1.25,1.25)
@printf("%%|%5s|%s\n",true,1//2)
@printf("%s\n",[1,2,3])
@printf("%d\n",3.0)
try @printf("%d\n",3.7) catch e; println(sprint(showerror,e)) end
@printf("%f\n",1//3)
@printf("%f %d\n",big(3),true)
@printf("%s %s\n",:a,nothing)
