// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/isolation/forbidden_acts.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <ctime>

#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ccad::test {

namespace {

long mapped(void* begin)
{
    return begin == MAP_FAILED ? -1 : 0;
}

std::vector<Act> codeActs()
{
    return {
        {"map code",
         [](const Scene&) {
             return mapped(
                 mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
         }},
        {"map code that can be written",
         [](const Scene&) {
             return mapped(mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
         }},
        {"map a program",
         [](const Scene& s) {
             return mapped(mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, s.programFd, 0));
         }},
        {"make data code",
         [](const Scene& s) { return long{mprotect(s.page, 4096, PROT_READ | PROT_EXEC)}; }},
        {"make data code by a key",
         [](const Scene& s) {
             return syscall(SYS_pkey_mprotect, s.page, 4096, PROT_READ | PROT_EXEC, -1);
         }},
        {"map memory that others see",
         [](const Scene&) {
             return mapped(
                 mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
         }},
        {"map memory that grows downwards",
         [](const Scene&) {
             return mapped(mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0));
         }},
        {"have all data executed",
         [](const Scene&) { return long{personality(READ_IMPLIES_EXEC)}; }},
        {"lock memory", [](const Scene& s) { return long{mlock(s.page, 4096)}; }},
        {"handle page faults", [](const Scene&) { return syscall(SYS_userfaultfd, 1); }},
        {"remap a file's pages",
         [](const Scene& s) { return syscall(SYS_remap_file_pages, s.page, 4096, 0, 0, 0); }},
        {"lock with priorities",
         [](const Scene& s) {
             memset(s.page, 0, 8);
             return syscall(SYS_futex, s.page, FUTEX_LOCK_PI, 0, nullptr, nullptr, 0);
         }},
        {"requeue a lock",
         [](const Scene& s) {
             return syscall(SYS_futex, s.page, FUTEX_REQUEUE, 0, 0, s.page + 8, 0);
         }},
    };
}

std::vector<Act> kernelActs()
{
    return {
        {"load a program into the kernel",
         [](const Scene&) {
             bpf_attr attributes{};
             attributes.map_type = BPF_MAP_TYPE_ARRAY;
             attributes.key_size = 4;
             attributes.value_size = 4;
             attributes.max_entries = 1;
             return syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof(attributes));
         }},
        {"count events",
         [](const Scene&) {
             perf_event_attr attributes{};
             attributes.type = PERF_TYPE_SOFTWARE;
             attributes.size = sizeof(attributes);
             return syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
         }},
        {"make a ring of calls",
         [](const Scene&) {
             io_uring_params parameters{};
             return syscall(SYS_io_uring_setup, 1, &parameters);
         }},
        {"begin work that goes on alone",
         [](const Scene&) {
             std::uint64_t context = 0;
             return syscall(SYS_io_setup, 1, &context);
         }},
        {"ask for a key ring",
         [](const Scene&) {
             return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1);
         }},
        {"keep a key",
         [](const Scene&) {
             return syscall(SYS_add_key, "user", "ccad-none", "x", 1, KEY_SPEC_PROCESS_KEYRING);
         }},
        {"read the kernel's log", [](const Scene&) { return syscall(SYS_syslog, 10, nullptr, 0); }},
        {"load a module", [](const Scene&) { return syscall(SYS_init_module, nullptr, 0, ""); }},
        {"load another kernel",
         [](const Scene&) { return syscall(SYS_kexec_load, 0, 0, nullptr, 0xFFFFL); }},
        {"restart the machine", [](const Scene&) { return syscall(SYS_reboot, 0, 0, 0, nullptr); }},
        {"set the clock",
         [](const Scene&) { return syscall(SYS_clock_settime, CLOCK_REALTIME, nullptr); }},
        {"name the machine", [](const Scene&) { return syscall(SYS_sethostname, nullptr, -1); }},
        {"swap to a file", [](const Scene& s) { return syscall(SYS_swapon, s.another, 0); }},
#ifdef SYS_iopl
        {"talk to devices", [](const Scene&) { return syscall(SYS_iopl, 3); }},
#endif
#ifdef SYS_modify_ldt
        {"read the processor's tables",
         [](const Scene& s) { return syscall(SYS_modify_ldt, 0, s.page, 8); }},
#endif
#ifdef __x86_64__
        {"use another table of calls", // i386: 20 is getpid
         [](const Scene&) {
             long result = 20;
             asm volatile("int $0x80" : "+a"(result) : : "memory");
             return result;
         }},
        {"use a third table of calls", // x32
         [](const Scene&) { return syscall(0x40000000 | SYS_getpid); }},
#endif
        {"make a call that nobody knows", [](const Scene&) { return syscall(1000); }},
    };
}

std::vector<Act> privilegeActs()
{
    return {
        {"mount",
         [](const Scene& s) {
             const long done = mount("none", s.folder, "tmpfs", 0, nullptr);
             return done != 0 ? done : long{umount2(s.folder, MNT_DETACH)};
         }},
        {"mount by the new calls", [](const Scene&) { return syscall(SYS_fsopen, "tmpfs", 0); }},
        {"unmount", [](const Scene& s) { return long{umount2(s.folder, MNT_DETACH)}; }},
        {"change the root", [](const Scene& s) { return long{chroot(s.folder)}; }},
        {"swap the root",
         [](const Scene& s) { return syscall(SYS_pivot_root, s.folder, s.folder); }},
        {"enter a namespace",
         [](const Scene& s) { return long{setns(s.namespaceFd, CLONE_NEWUTS)}; }},
        {"make a namespace", [](const Scene&) { return long{unshare(CLONE_NEWUSER)}; }},
        {"become somebody else", [](const Scene& s) { return long{setuid(s.user)}; }},
        {"become another group", [](const Scene& s) { return long{setgid(s.group)}; }},
        {"leave the groups", [](const Scene&) { return syscall(SYS_setgroups, 0, nullptr); }},
        {"become somebody else for a while",
         [](const Scene&) { return syscall(SYS_setresuid, -1, -1, -1); }},
        {"change capabilities",
         [](const Scene&) {
             __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
             const std::array<__user_cap_data_struct, 2> data{};
             return syscall(SYS_capset, &header, data.data());
         }},
        {"change a limit",
         [](const Scene&) {
             const rlimit none{0, 0};
             return long{setrlimit(RLIMIT_FSIZE, &none)};
         }},
        {"be dumpable again", [](const Scene&) { return long{prctl(PR_SET_DUMPABLE, 1)}; }},
        {"outlive the parent", [](const Scene&) { return long{prctl(PR_SET_PDEATHSIG, 0)}; }},
        {"let others trace", [](const Scene&) { return long{prctl(PR_SET_PTRACER, -1L)}; }},
        {"be called otherwise", [](const Scene&) { return long{prctl(PR_SET_NAME, "other")}; }},
        {"loosen the lock",
         [](const Scene&) {
             sock_filter all = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
             const sock_fprog program{1, &all};
             return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
         }},
        {"ask for other rights",
         [](const Scene&) { return syscall(SYS_landlock_create_ruleset, nullptr, 0, 1); }},
        {"move one's own memory map",
         [](const Scene&) { return long{prctl(PR_SET_MM, 0, 0, 0, 0)}; }},
    };
}

} // namespace

std::vector<Act> actsOnTheSystem()
{
    std::vector<Act> acts = codeActs();
    for (const auto& more : {kernelActs(), privilegeActs()})
        acts.insert(acts.end(), more.begin(), more.end());
    return acts;
}

} // namespace ccad::test
