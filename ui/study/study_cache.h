// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/opened_study.h"

#include <QByteArray>

#include <list>
#include <mutex>
#include <optional>

namespace ccad {

/// The studies opened last, so that going back to one costs no decoding. Their memory is bounded:
/// the study not looked at for longest leaves first and is read again when asked for. Safe to use
/// from several threads at once.
class StudyCache
{
public:
    /// At most `megabytes` of pixels; a study larger than that is not kept at all.
    explicit StudyCache(int megabytes) : m_limit(qint64{megabytes} << 20) { }

    /// Place on disk, size and time of a file, which tell it from any earlier or later file under
    /// the same path. Empty where there is no file. Looks at the file: belongs on a worker thread.
    [[nodiscard]] static QByteArray stampOf(const QString& path);

    /// The study, unless it was never kept, has left, or its file was replaced or changed since it
    /// was read. Looks at the file as stampOf() does.
    [[nodiscard]] std::optional<OpenedStudy> find(const QString& path);
    /// `stamp` is the file's stamp from before it was read. Nothing is kept when the stamp has
    /// changed since.
    void keep(const OpenedStudy& study, const QByteArray& stamp);
    /// A study that was closed stays in no memory.
    void forget(const QString& path);
    void clear();
    [[nodiscard]] qint64 bytes() const; ///< memory of the studies kept now

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
    std::list<Entry> m_entries; ///< the most recently used one first
};

} // namespace ccad
