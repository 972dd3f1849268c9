// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <chrono>

namespace ccad::test {

/// Notes which paths below a folder the thread that made the watch asks the disk for: opens, lists,
/// looks up, renames or removes. One at a time. For programs that link disk_watch.cpp, whose
/// functions stand before those of the C library.
class DiskWatch
{
public:
    explicit DiskWatch(const QString& folder);
    ~DiskWatch();
    DiskWatch(const DiskWatch&) = delete;
    DiskWatch& operator=(const DiskWatch&) = delete;

    /// "open64 /folder/file", each once.
    [[nodiscard]] QStringList touched() const;
    /// Each call of another thread below the folder takes that long from now on.
    void slowDown(std::chrono::milliseconds delay);
};

} // namespace ccad::test

#define VERIFY_UNTOUCHED(watch)                                                                    \
    QVERIFY2((watch).touched().isEmpty(), qPrintable((watch).touched().join(u'\n')))
