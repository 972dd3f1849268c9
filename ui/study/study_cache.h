// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/opened_study.h"

#include <list>
#include <mutex>
#include <optional>

namespace ccad {

/// The studies that were opened last, so that going back to one costs no decoding. Bounded by their
/// memory: the ones not looked at for longest leave first and are read again when they are asked
/// for. Safe to use from several threads at once.
class StudyCache
{
public:
    /// At most `megabytes` of pixels; a study larger than that is not kept at all.
    explicit StudyCache(int megabytes) : m_limit(qint64{megabytes} << 20) { }

    /// The study, unless the file was never kept, has left, or has changed since it was read. Looks
    /// at the file's size and time: belongs on a worker thread.
    [[nodiscard]] std::optional<OpenedStudy> find(const QString& path);
    void keep(const OpenedStudy& study);
    void clear();
    [[nodiscard]] qint64 bytes() const; ///< of what is kept now

private:
    struct Entry
    {
        OpenedStudy study;
        qint64 fileBytes = 0;
        qint64 fileTimeMs = 0;
        qint64 bytes = 0;
    };
    void remove(const QString& path);

    mutable std::mutex m_mutex;
    qint64 m_limit;
    qint64 m_bytes = 0;
    std::list<Entry> m_entries; ///< the last one used first
};

} // namespace ccad
