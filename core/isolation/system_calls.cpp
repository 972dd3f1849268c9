// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/system_calls.h"

#include <array>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <unistd.h>

namespace ccad::isolation {

namespace {

static_assert(std::endian::native == std::endian::little, "halves of arguments lie the other way");
#if defined(__x86_64__)
constexpr std::uint32_t ourArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t ourArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "Which architecture's system calls are these?"
#endif

constexpr std::uint32_t allow = SECCOMP_RET_ALLOW;
constexpr std::uint32_t endProcess = SECCOMP_RET_KILL_PROCESS;

constexpr std::uint32_t failWith(int number)
{
    return SECCOMP_RET_ERRNO | (static_cast<std::uint32_t>(number) & SECCOMP_RET_DATA);
}

/// An argument's half, under a mask, is a value. The low half is all of an int; of a pointer, both
/// count.
struct Condition
{
    unsigned argument = 0;
    std::uint32_t mask = 0;
    std::uint32_t value = 0;
    bool highHalf = false;
};

struct Rule
{
    long call = 0;
    std::uint32_t verdict = allow;
    std::vector<Condition> conditions; ///< all of them; where one fails, the next rule is asked
};

Condition is(unsigned argument, int value)
{
    return {argument, 0xFFFFFFFF, static_cast<std::uint32_t>(value)};
}

Condition isSmall(unsigned argument)
{
    return {argument, 0xFFFFFFFF, 0, true};
}

/// Other bits than these are off.
Condition onlyBits(unsigned argument, int bits)
{
    return {argument, ~static_cast<std::uint32_t>(bits), 0};
}

Condition onlyBits(unsigned argument, int bits, int always)
{
    return {argument, ~static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(always)};
}

/// Calls that can do no harm to others, whatever their arguments: memory, what is open, clocks, the
/// end.
constexpr std::array harmless{
    SYS_read,         SYS_pread64,        SYS_lseek,         SYS_close,           SYS_fstat,
    SYS_brk,          SYS_munmap,         SYS_mremap,        SYS_exit_group,      SYS_exit,
    SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_clock_gettime, SYS_gettimeofday,    SYS_getrandom,
    SYS_getpid,       SYS_gettid,         SYS_sched_yield,   SYS_restart_syscall,
#ifdef SYS_time
    SYS_time,
#endif
};

/// Libraries look for tables, settings and devices and do without what they may not see: the C
/// library for catalogues and converters, ICU for data beside its own, OpenCV for the limits of a
/// container. They get the answer that Landlock gives.
constexpr std::array lookingAtFiles{
    SYS_openat,     SYS_newfstatat, SYS_statx, SYS_faccessat, SYS_faccessat2,
    SYS_readlinkat, SYS_getcwd,
#ifdef SYS_open
    SYS_open,       SYS_stat,       SYS_lstat, SYS_access,    SYS_readlink,
#endif
};

/// Whether a stream is a terminal (the C library, before its first line of a message), how much
/// memory (the C library's qsort) and how many processors there are, and what this process may use
/// (machineMemory). All take no for an answer.
constexpr std::array askingTheMachine{SYS_ioctl, SYS_sysinfo, SYS_sched_getaffinity, SYS_prlimit64};

void addMemory(std::vector<Rule>& rules)
{
    constexpr int data = PROT_READ | PROT_WRITE;
    // Neither code nor files nor memory that others see.
    constexpr int privately
        = MAP_PRIVATE | MAP_NORESERVE | MAP_STACK | MAP_POPULATE | MAP_FIXED | MAP_FIXED_NOREPLACE;
    rules.push_back({SYS_mmap, allow, {onlyBits(2, data), onlyBits(3, privately, MAP_ANONYMOUS)}});
    rules.push_back({SYS_mprotect, allow, {onlyBits(2, data)}});
    rules.push_back({SYS_madvise, allow, {is(2, MADV_DONTNEED)}});
    rules.push_back({SYS_madvise, allow, {is(2, MADV_FREE)}});
    rules.push_back({SYS_madvise, allow, {is(2, MADV_HUGEPAGE)}}); // the C library for its heap
    // Other advice is not needed; as root, some of it takes pages from the machine.
    rules.push_back({SYS_madvise, failWith(EPERM), {}});
}

/// Locks between threads use these, and std::call_once without any other thread. The rest of futex,
/// priorities and requeueing, has had the faults.
void addLocks(std::vector<Rule>& rules)
{
    constexpr int flags = FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME;
    for (const int operation : {FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET})
        rules.push_back({SYS_futex, allow, {onlyBits(1, flags, operation)}});
}

void addTalking(std::vector<Rule>& rules, int socket)
{
    rules.push_back({SYS_recvmsg, allow, {is(0, socket)}});
    // To nobody but who is at the other end.
    rules.push_back({SYS_sendto, allow, {is(0, socket), is(4, 0), isSmall(4)}});
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) { // messages of libraries
        rules.push_back({SYS_write, allow, {is(0, stream)}});
        rules.push_back({SYS_writev, allow, {is(0, stream)}});
    }
    // abort() is how asserts and the C++ library end a process; it signals itself.
    rules.push_back({SYS_tgkill, allow, {is(0, getpid()), is(2, SIGABRT)}});
}

// Speculation needs no brake: there is no wall inside of these processes. Kernels before 5.16 would
// slow all of them down.
constexpr unsigned filterFlags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;

/// The answer lies in a memory file of one size.
Rule answering(int memory)
{
    return {SYS_pwrite64, allow, {is(0, memory)}};
}

/// What a template needs beyond decoding: to fork for its program, and what the fork does to itself
/// before it leaves itself less.
std::vector<Rule> rulesForForking(int memory)
{
    std::vector<Rule> rules{
        {SYS_clone, allow, {is(0, CLONE_PARENT | SIGCHLD), isSmall(0)}},
        {SYS_getppid, allow, {}},
        {SYS_prctl, allow, {is(0, PR_SET_PDEATHSIG), is(1, SIGKILL)}},
        {SYS_prctl, allow, {is(0, PR_SET_DUMPABLE), is(1, 0)}},
        {SYS_prctl, allow, {is(0, PR_SET_NO_NEW_PRIVS)}},
        {SYS_prctl, allow, {is(0, PR_GET_NO_NEW_PRIVS)}},
        {SYS_prlimit64, allow, {is(0, 0)}}, // its own, which only become less
        {SYS_seccomp, allow, {is(0, SECCOMP_SET_MODE_FILTER), is(1, int(filterFlags))}},
        {SYS_fcntl, allow, {is(1, F_DUPFD_CLOEXEC)}},
        {SYS_close_range, allow, {is(2, 0)}},
        {SYS_dup3, allow, {}},
#ifdef SYS_dup2
        {SYS_dup2, allow, {}},
#endif
        {SYS_mmap, allow, {onlyBits(2, PROT_READ | PROT_WRITE), is(3, MAP_SHARED), is(4, memory)}},
        answering(memory),
    };
    return rules;
}

std::vector<Rule> rulesFor(int socket)
{
    std::vector<Rule> rules;
    for (const long call : harmless)
        rules.push_back({call, allow, {}});
    addMemory(rules);
    addLocks(rules);
    addTalking(rules, socket);
    for (const long call : lookingAtFiles)
        rules.push_back({call, failWith(EACCES), {}});
    for (const long call : askingTheMachine)
        rules.push_back({call, failWith(EPERM), {}});
    return rules;
}

/// A program for the kernel's filter machine: the first rule that applies decides.
class Filter
{
public:
    Filter()
    {
        // Numbers mean other calls in another architecture's table, which a process may use.
        load(offsetof(seccomp_data, arch));
        jumpUnless(ourArchitecture, 1);
        m_program.push_back(BPF_STMT(BPF_JMP | BPF_JA, 1));
        decide(endProcess);
    }

    void add(const Rule& rule)
    {
        constexpr std::size_t perCondition = 3;
        std::size_t rest = perCondition * rule.conditions.size() + 1;
        load(offsetof(seccomp_data, nr));
        jumpUnless(static_cast<std::uint32_t>(rule.call), rest);
        for (const Condition& condition : rule.conditions) {
            rest -= perCondition;
            load(offsetof(seccomp_data, args) + condition.argument * sizeof(std::uint64_t)
                 + (condition.highHalf ? sizeof(std::uint32_t) : 0));
            m_program.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, condition.mask));
            jumpUnless(condition.value, rest);
        }
        decide(rule.verdict);
    }

    [[nodiscard]] bool install()
    {
        decide(endProcess);
        const sock_fprog program{static_cast<unsigned short>(m_program.size()), m_program.data()};
        return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, filterFlags, &program) == 0;
    }

private:
    void load(std::size_t offset)
    {
        m_program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)));
    }
    void jumpUnless(std::uint32_t value, std::size_t skipped)
    {
        m_program.push_back(
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, static_cast<std::uint8_t>(skipped)));
    }
    void decide(std::uint32_t verdict) { m_program.push_back(BPF_STMT(BPF_RET | BPF_K, verdict)); }

    std::vector<sock_filter> m_program;
};

bool keepOnly(const std::vector<Rule>& first, int socket)
{
    Filter filter;
    for (const std::vector<Rule>& rules : {first, rulesFor(socket)})
        for (const Rule& rule : rules)
            filter.add(rule);
    return filter.install();
}

/// Of the calls that fail, one that succeeds without a filter, and behind a template's.
bool limitsAreHidden()
{
    rlimit most{};
    return getrlimit(RLIMIT_CORE, &most) != 0 && errno == EPERM;
}

} // namespace

bool keepDecodersCallsOnly(int socket)
{
    return keepOnly({}, socket) && limitsAreHidden();
}

bool keepForksCallsOnly(int socket, int memory)
{
    return keepOnly({answering(memory)}, socket) && limitsAreHidden();
}

bool keepTemplatesCallsOnly(int socket, int memory)
{
    struct sysinfo machine = {};
    return keepOnly(rulesForForking(memory), socket) && sysinfo(&machine) != 0 && errno == EPERM;
}

} // namespace ccad::isolation
