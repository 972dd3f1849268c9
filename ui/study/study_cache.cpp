// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_cache.h"

#include "core/dataset/file_facts.h"

#include <algorithm>

namespace ccad {

namespace {

qint64 bytesOf(const OpenedStudy& study)
{
    // The levels of the picture take another third of the pixels' memory.
    const qint64 pixels = study.radiograph.pixels ? qint64(study.radiograph.pixels->size()) : 0;
    qint64 bytes = pixels * qint64(sizeof(std::uint16_t)) * 4 / 3;
    for (const OverlayPlane& plane : study.radiograph.planes)
        bytes += plane.bits ? qint64(plane.bits->size()) : 0;
    return bytes;
}

} // namespace

QByteArray StudyCache::stampOf(const QString& path)
{
    const auto stamp = ccad::stampOf(path);
    if (!stamp)
        return {};
    return QByteArray::number(stamp->device) + ':' + QByteArray::number(stamp->inode) + ':'
        + QByteArray::number(stamp->bytes) + ':' + QByteArray::number(stamp->modifiedNs);
}

std::optional<OpenedStudy> StudyCache::find(const QString& path)
{
    const QByteArray stamp = stampOf(path);
    const std::lock_guard lock(m_mutex);
    const auto entry
        = std::find_if(m_entries.begin(), m_entries.end(),
                       [&path](const Entry& candidate) { return candidate.study.path == path; });
    if (entry == m_entries.end())
        return std::nullopt;
    if (stamp.isEmpty() || entry->stamp != stamp) {
        remove(path);
        return std::nullopt;
    }
    m_entries.splice(m_entries.begin(), m_entries, entry);
    return m_entries.front().study;
}

void StudyCache::keep(const OpenedStudy& study, const QByteArray& stamp)
{
    const bool isTheSame = !stamp.isEmpty() && stampOf(study.path) == stamp;
    Entry entry{study, stamp, bytesOf(study)};
    const std::lock_guard lock(m_mutex);
    remove(study.path);
    if (!isTheSame || entry.bytes > m_limit)
        return;
    m_bytes += entry.bytes;
    m_entries.push_front(std::move(entry));
    while (m_bytes > m_limit) {
        m_bytes -= m_entries.back().bytes;
        m_entries.pop_back();
    }
}

void StudyCache::forget(const QString& path)
{
    const std::lock_guard lock(m_mutex);
    remove(path);
}

void StudyCache::clear()
{
    const std::lock_guard lock(m_mutex);
    m_entries.clear();
    m_bytes = 0;
}

qint64 StudyCache::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

void StudyCache::remove(const QString& path)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry->study.path != path)
            continue;
        m_bytes -= entry->bytes;
        m_entries.erase(entry);
        return;
    }
}

} // namespace ccad
