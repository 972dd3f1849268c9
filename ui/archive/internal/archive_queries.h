// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/node.h"
#include "core/nodes/query.h"
#include "ui/jobs/job_progress.h"
#include "ui/jobs/newest_wins.h"

#include <QObject>
#include <QStringList>

namespace ccad {

/// Asks an archive for studies, where the newest question wins, and for the series of each study
/// that is opened, one after the other.
class ArchiveQueries final : public QObject
{
    Q_OBJECT
public:
    explicit ArchiveQueries(QObject* parent = nullptr);

    void findStudies(const Node& node, const std::vector<Query>& queries,
                     const NetworkLimits& limits);
    /// Of the archive that was asked for studies last.
    void findSeries(const QString& studyUid);
    /// Drops the question for studies.
    void cancel();
    /// Forgets the archive and all questions.
    void clear();
    [[nodiscard]] bool isBusy() const { return m_studies.isBusy(); }
    [[nodiscard]] const Node& node() const { return m_node; }

Q_SIGNALS:
    void stateChanged(); ///< of the question for studies
    void progressed(qint64 found);
    void studiesFound(const ccad::QueryAnswer& answer);
    void seriesFound(const QString& studyUid, const std::vector<ccad::QueryMatch>& series);
    void studiesFailed(const ccad::Error& error);
    void seriesFailed(const QString& studyUid, const ccad::Error& error);

private:
    void askNext();

    Node m_node;
    NetworkLimits m_limits;
    QStringList m_wanted; ///< studies whose series are still to be asked for
    JobProgress m_progress;
    NewestWins m_studies;
    NewestWins m_series;
};

} // namespace ccad
