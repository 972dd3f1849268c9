// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/read_results.h"

#include <algorithm>

namespace ccad {

namespace {

constexpr std::size_t mostObjects = 1000;

} // namespace

void ReadResults::add(const QStringList& paths)
{
    for (const QString& path : paths) {
        const bool isKnown = m_waiting.contains(path)
            || std::any_of(m_all.begin(), m_all.end(),
                           [&path](const OpenedObject& one) { return one.path == path; });
        if (!isKnown)
            m_waiting << path;
    }
    if (!m_reading.isBusy())
        readNext();
}

QStringList ReadResults::paths() const
{
    QStringList paths;
    for (const OpenedObject& opened : m_all)
        paths << opened.path;
    return paths + m_waiting;
}

void ReadResults::remove(const QString& path)
{
    std::erase_if(m_all, [&path](const OpenedObject& one) { return one.path == path; });
    Q_EMIT removed();
}

void ReadResults::clear()
{
    m_reading.cancel();
    m_waiting.clear();
    m_all.clear();
    Q_EMIT removed();
}

void ReadResults::readNext()
{
    if (m_waiting.isEmpty() || m_all.size() >= mostObjects)
        return;
    const QString path = m_waiting.front();
    m_reading.start(
        [path](const CancelToken& cancel) { return results::readResultObject(path, cancel); },
        [this, path](Result<results::ReadObject> read) { take(path, std::move(read)); });
}

void ReadResults::take(const QString& path, Result<results::ReadObject> read)
{
    m_waiting.removeOne(path);
    if (read) {
        m_all.push_back({path, std::make_shared<const results::ReadObject>(*std::move(read))});
        Q_EMIT added(path);
    } else {
        Q_EMIT failed(path, read.error());
    }
    readNext();
}

} // namespace ccad
