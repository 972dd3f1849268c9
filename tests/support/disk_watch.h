// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <chrono>

namespace ccad::test {

/// Notes which paths below a folder the thread that made the watch asks the disk for: opens, lists,
/// looks up, renames or removes. Only one watch may exist at a time. It works in programs that link
/// disk_watch.cpp, whose functions come before the C library's.
class DiskWatch
{
public:
    explicit DiskWatch(const QString& folder);
    ~DiskWatch();
    DiskWatch(const DiskWatch&) = delete;
    DiskWatch& operator=(const DiskWatch&) = delete;

    /// "open64 /folder/file", each once.
    [[nodiscard]] QStringList touched() const;
    /// From now on, each call of another thread below the folder takes that long.
    void slowDown(std::chrono::milliseconds delay);
};

} // namespace ccad::test

#define VERIFY_UNTOUCHED(watch)                                                                    \
    QVERIFY2((watch).touched().isEmpty(), qPrintable((watch).touched().join(u'\n')))
