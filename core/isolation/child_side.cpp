// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/child_side.h"

#include "core/base/parallel.h"

#include <opencv2/core/utility.hpp>

#include <QFile>
#include <QFileInfo>

#include <exception>
#include <new>

#include <malloc.h>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

volatile quint32* g_outOfMemory = nullptr;

void noteOutOfMemory()
{
    if (g_outOfMemory)
        *g_outOfMemory = 1;
}

} // namespace

void offerToBeKilledFirst()
{
    QFile file(u"/proc/self/oom_score_adj"_s);
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        file.write("500");
}

void prepareLibraries()
{
    limitThreads(1);
    cv::setNumThreads(1);
    // Pictures come one after another: memory given back to the system after each would have to be
    // fetched page by page for the next.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
    std::set_new_handler([] {
        noteOutOfMemory();
        throw std::bad_alloc();
    });
    // OpenCV's image readers swallow the exception; here it is seen before it is thrown.
    cv::redirectError([](int status, const char*, const char*, const char*, int, void*) {
        if (status == cv::Error::StsNoMem)
            noteOutOfMemory();
        return 0;
    });
}

void noteOutOfMemoryIn(volatile quint32* word)
{
    g_outOfMemory = word;
}

bool hasRunOutOfMemory()
{
    return g_outOfMemory && *g_outOfMemory != 0;
}

Hello helloWith(const SandboxLayers& layers)
{
    Hello hello;
    hello.noNewPrivileges = layers.noNewPrivileges ? 1 : 0;
    hello.limits = layers.limits ? 1 : 0;
    hello.landlock = layers.landlock;
    hello.seccomp = layers.seccomp ? 1 : 0;
    hello.namespaces = layers.namespaces ? 1 : 0;
    return hello;
}

Error outOfMemory(const QString& path, qint64 memoryBytes)
{
    return {ErrorCode::TooLarge,
            u"Cannot read %1: the decoder ran out of the memory that it may use "
            "(%2 MiB)."_s.arg(QFileInfo(path).fileName(), QString::number(memoryBytes >> 20)),
            path};
}

Error gaveUp(const QString& path, const std::exception& exception)
{
    return {ErrorCode::FileBroken,
            u"Cannot read %1: its decoder gave up (%2)."_s.arg(
                QFileInfo(path).fileName(), QString::fromLocal8Bit(exception.what()).simplified()),
            path};
}

} // namespace ccad::isolation
