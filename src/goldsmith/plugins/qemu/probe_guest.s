# A guest of a few hundred bytes that stands where the BIOS would. It goes through the three modes
# that a guest starts through, takes an interrupt and returns from it in each, sleeps until a timer
# has woken it three times, and then makes QEMU end with exit code 33.
#
#   as --64 probe_guest.s -o guest.o
#   ld -m elf_x86_64 -Ttext 0 --oformat binary -e 0 guest.o -o guest.bin
#
# The code in probe_guest.py is the beginning of guest.bin, without the zeroes at its end.
    .code16
start:
    cli
    xor %ax, %ax
    mov %ax, %ds
    mov %ax, %ss
    mov $0x7c00, %sp
    movw $real_handler, 0xc0
    movw $0xf000, 0xc2
    int $0x30
    lgdtl %cs:gdt_pointer
    mov %cr0, %eax
    or $1, %al
    mov %eax, %cr0
    ljmpl $0x08, $(0xf0000 + protected)
real_handler:
    iret

    .code32
protected:
    mov $0x10, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    mov $0x7c00, %esp
    movl $(0x00080000 + handler32), 0x1180
    movl $0x000f8e00, 0x1184
    lidtl 0xf0000 + idt_pointer
    int $0x30
    movl $0x1ff, 0xfee000f0
    movl $0x700, 0xfee00350
    mov $0x80000001, %eax
    cpuid
    bt $29, %edx
    jnc done
    movl $0x3003, 0x2000
    movl $0x4003, 0x3000
    movl $0x0083, 0x4000
    mov %cr4, %eax
    or $0x20, %eax
    mov %eax, %cr4
    mov $0x2000, %eax
    mov %eax, %cr3
    mov $0xc0000080, %ecx
    rdmsr
    or $0x100, %eax
    wrmsr
    mov %cr0, %eax
    or $0x80000000, %eax
    mov %eax, %cr0
    ljmpl $0x18, $(0xf0000 + long)
done:
    mov $0x10, %al
    out %al, $0xf4
    hlt
handler32:
    iret

    .code64
long:
    mov $0x7c00, %rsp
    movl $(0x00180000 + timer64), 0x1200
    movl $0x000f8e00, 0x1204
    movl $(0x00180000 + handler64), 0x1300
    movl $0x000f8e00, 0x1304
    lidt 0xf0000 + idt_pointer
    int $0x30
    mov $0x11, %al
    out %al, $0x20
    mov $0x20, %al
    out %al, $0x21
    mov $0x04, %al
    out %al, $0x21
    mov $0x01, %al
    out %al, $0x21
    mov $0xfe, %al
    out %al, $0x21
    mov $0x34, %al
    out %al, $0x43
    mov $0xa9, %al
    out %al, $0x40
    mov $0x04, %al
    out %al, $0x40
    xor %ebx, %ebx
    sti
sleep:
    hlt
    cmp $3, %ebx
    jb sleep
    mov $0x10, %al
    out %al, $0xf4
    hlt
timer64:
    inc %ebx
    mov $0x20, %al
    out %al, $0x20
handler64:
    iretq

    .balign 8
gdt:
    .quad 0
    .quad 0x00cf9b000000ffff
    .quad 0x00cf93000000ffff
    .quad 0x00af9b000000ffff
gdt_pointer:
    .word 31
    .long 0xf0000 + gdt
idt_pointer:
    .word 0x3ff
    .quad 0x1000
    .org 0xfff0
    .code16
    ljmp $0xf000, $start
    .org 0x10000
