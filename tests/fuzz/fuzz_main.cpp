// SPDX-License-Identifier: GPL-3.0-or-later
// The fuzzer: ccad-fuzz --harness=NAME [libFuzzer's options] [FOLDER...]. With --harness=all each
// input goes through every harness that is not slow, to count what a whole corpus reaches.
#include "tests/fuzz/harness.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

using ccad::fuzz::Harness;

/// Null: all of them.
const Harness* g_harness = nullptr;

void handOver(const QByteArray& input)
{
    if (g_harness)
        return g_harness->run(input);
    for (const Harness& harness : ccad::fuzz::harnesses())
        if (!harness.isSlow)
            harness.run(input);
}

[[noreturn]] void explain()
{
    std::fputs("ccad-fuzz --harness=NAME [libFuzzer's options] [FOLDER...]\nNAME: all", stderr);
    for (const Harness& harness : ccad::fuzz::harnesses())
        std::fprintf(stderr, ", %s", harness.name);
    std::fputs("\n", stderr);
    std::exit(2);
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv)
{
    constexpr char option[] = "--harness=";
    const char* name = nullptr;
    for (int i = 1; i < *argc; ++i)
        if (std::strncmp((*argv)[i], option, std::strlen(option)) == 0)
            name = (*argv)[i] + std::strlen(option);
    if (name == nullptr)
        explain();
    g_harness = ccad::fuzz::findHarness(name);
    if (g_harness == nullptr && std::strcmp(name, "all") != 0)
        explain();
    // SQLite's driver needs one. It lives as long as the process.
    static int applicationArguments = 1;
    new QCoreApplication(applicationArguments, *argv);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    handOver(QByteArray(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)));
    return 0;
}
