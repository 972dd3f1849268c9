// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_thumbnails.h"

#include "ui/screening/internal/journal_follower.h"

namespace ccad {

namespace {

constexpr qsizetype atOnce = 8; ///< few, so that what was scrolled past need not be read
constexpr qsizetype longestQueue = 100;

} // namespace

WorklistThumbnails::WorklistThumbnails(JournalFollower& follower, QObject* parent)
    : QObject(parent), m_follower(follower), m_images(kept)
{
    connect(&m_follower, &JournalFollower::thumbnailRead, this, &WorklistThumbnails::take);
}

QImage WorklistThumbnails::get(qint64 number)
{
    if (const QImage* image = m_images.object(number))
        return *image;
    if (m_asked.contains(number))
        return {};
    m_waiting.removeOne(number);
    m_waiting.append(number);
    if (m_waiting.size() > longestQueue)
        m_waiting.removeFirst();
    if (!m_isAsking) {
        m_isAsking = true;
        QMetaObject::invokeMethod(this, &WorklistThumbnails::askForMore, Qt::QueuedConnection);
    }
    return {};
}

void WorklistThumbnails::forget(qint64 number)
{
    m_images.remove(number);
}

void WorklistThumbnails::clear()
{
    m_images.clear();
    m_waiting.clear();
    m_asked.clear();
}

void WorklistThumbnails::askForMore()
{
    m_isAsking = false;
    if (!m_asked.isEmpty())
        return;
    QList<qint64> numbers;
    while (!m_waiting.isEmpty() && numbers.size() < atOnce)
        numbers << m_waiting.takeLast();
    if (numbers.isEmpty())
        return;
    m_asked = QSet<qint64>(numbers.begin(), numbers.end());
    m_follower.requestThumbnails(numbers);
}

void WorklistThumbnails::take(qint64 number, const QImage& image)
{
    m_asked.remove(number);
    m_images.insert(number, new QImage(image));
    Q_EMIT ready(number);
    if (m_asked.isEmpty())
        askForMore();
}

} // namespace ccad
