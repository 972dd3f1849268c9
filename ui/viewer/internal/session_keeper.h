// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/study/session.h"

#include <QTimer>

namespace ccad {

class ComparedStudies;
class Settings;
class ShownResults;
class StudyListModel;
class StudyLoader;
class StudyRecords;

/// Brings the studies that were open back when the program starts again, if the user wants that,
/// and saves which are open soon after each change. A study whose reading the program did not
/// survive comes back in the list, but is not opened again by itself.
class SessionKeeper final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this object. Open is what the list and the results hold; `shown` knows what
    /// is on screen.
    SessionKeeper(const Settings& settings, StudyRecords& records, const StudyListModel& studies,
                  const ComparedStudies& shown, const ShownResults& results,
                  QObject* parent = nullptr);

    /// Notes while the loader reads. It must outlive this object.
    void follow(const StudyLoader& loader);
    /// For tests: the default is sessionFile().
    void setFile(const QString& file) { m_file = file; }
    /// Returns at once.
    void restore();
    /// The user has opened or closed studies meanwhile: what was open earlier stays away.
    void giveUp();
    void saveSoon() { m_saveSoon.start(); }
    /// For good: the program is about to end in order.
    void save();

Q_SIGNALS:
    void restored(const ccad::Session& session); ///< without the files that are gone
    /// A sentence on the session of the last time.
    void noticed(const QString& sentence);
    void saveFailed(const QString& sentence); ///< once, until saving succeeds again

private:
    [[nodiscard]] Session session() const;
    void keep(bool isReading);

    const Settings& m_settings;
    StudyRecords& m_records;
    const StudyListModel& m_studies;
    const ComparedStudies& m_shown;
    const ShownResults& m_results;
    QString m_file;
    QTimer m_saveSoon;
    bool m_isRestoring = false;
    bool m_isReading = false; ///< the current study
    bool m_hasFailed = false; ///< the user was told of the failure
    NewestWins m_reading;
};

} // namespace ccad
