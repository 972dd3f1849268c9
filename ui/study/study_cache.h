// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/opened_study.h"

#include <QByteArray>

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

    /// What tells a file from what was or will be under the same path: place on disk, size and
    /// time. Empty where there is none. Looks at the file: belongs on a worker thread.
    [[nodiscard]] static QByteArray stampOf(const QString& path);

    /// The study, unless the file was never kept, has left, or is another one or has changed since
    /// it was read. Looks at the file as stampOf() does.
    [[nodiscard]] std::optional<OpenedStudy> find(const QString& path);
    /// `stamp`: the file's from before it was read. Nothing is kept when it is another one by now.
    void keep(const OpenedStudy& study, const QByteArray& stamp);
    void clear();
    [[nodiscard]] qint64 bytes() const; ///< of what is kept now

private:
    struct Entry
    {
        OpenedStudy study;
        QByteArray stamp;
        qint64 bytes = 0;
    };
    void remove(const QString& path);

    mutable std::mutex m_mutex;
    qint64 m_limit;
    qint64 m_bytes = 0;
    std::list<Entry> m_entries; ///< the last one used first
};

} // namespace ccad
