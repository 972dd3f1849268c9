// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/internal/journal_follower.h"

#include <QTimer>

namespace ccad {

/// The side of a JournalFollower that lives on its thread, as a journal belongs to one thread.
class JournalReader final : public QObject
{
    Q_OBJECT
public:
    explicit JournalReader(JournalFollower& follower);

    void follow(const QString& path, quint64 generation);
    void setVerdict(qint64 number, Verdict verdict, const QString& comment);
    void readThumbnails(const QList<qint64>& numbers);
    void readStudies(const QList<qint64>& numbers, const JournalFollower::Deliver& deliver);

private:
    void look();
    void say(const Error& error);
    /// Calls `deliver` on the follower's thread while the same journal is followed.
    template <typename Tell> void tell(Tell deliver);

    JournalFollower& m_follower; ///< outlives the thread
    quint64 m_generation = 0;
    std::unique_ptr<Journal> m_journal;
    QString m_folder; ///< folder of the whole batch
    qint64 m_revision = 0;
    bool m_isCaughtUp = false;
    QString m_said; ///< the last problem, so that each is told once
    QTimer m_timer;
};

} // namespace ccad
