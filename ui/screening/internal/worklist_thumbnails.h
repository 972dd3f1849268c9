// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QImage>
#include <QList>
#include <QObject>
#include <QSet>

namespace ccad {

class JournalFollower;

/// The thumbnails of a journal's rows, read when they are looked at, the last asked for first; the
/// most recent ones stay in memory.
class WorklistThumbnails final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kept = 2000;

    explicit WorklistThumbnails(JournalFollower& follower, QObject* parent = nullptr);

    /// The thumbnail of a row. Null until it is read, and then ready() follows; or null because
    /// there is none.
    [[nodiscard]] QImage get(qint64 number);
    /// Drops the thumbnail of that row, which is no longer true.
    void forget(qint64 number);
    void clear();

Q_SIGNALS:
    void ready(qint64 number);

private:
    void take(qint64 number, const QImage& image);
    void askForMore();

    JournalFollower& m_follower;
    QCache<qint64, QImage> m_images;
    QList<qint64> m_waiting; ///< the last one is read next
    QSet<qint64> m_asked; ///< rows on their way
    bool m_isAsking = false; ///< asks as soon as the paint that wants them is over
};

} // namespace ccad
