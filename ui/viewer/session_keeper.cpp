// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/session_keeper.h"

#include "ui/jobs/shown_path.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/study/study_records.h"
#include "ui/viewer/internal/compared_studies.h"
#include "ui/viewer/internal/shown_results.h"
#include "ui/viewer/internal/study_files.h"
#include "ui/viewer/study_list_model.h"

#include <QFileInfo>

#include <optional>
#include <utility>

namespace ccad {

namespace {

constexpr int saveSoonMs = 1000;

struct LastSession
{
    Session session;
    int missing = 0; ///< files that are not there any more
    QString fatal; ///< the program ended while it read this one
};

Result<LastSession> lookForSession(const QString& file)
{
    auto stored = readSession(file);
    if (!stored)
        return stored.error();
    LastSession last{std::move(stored->session), 0, {}};
    last.fatal = std::exchange(last.session.opening, QString());
    if (!last.fatal.isEmpty())
        last.session.current.clear();
    // Before it is opened. Where that cannot be written, it is opened all the same. An older
    // version's session holds notes, which others move out of it.
    const bool holdsNotes = stored->version < Session::formatVersion;
    if (Session opening = last.session; !opening.current.isEmpty() && !holdsNotes) {
        opening.opening = opening.current;
        (void)writeSession(opening, file);
    }
    for (QStringList* paths : {&last.session.studies, &last.session.results})
        last.missing
            += int(paths->removeIf([](const QString& path) { return !QFileInfo::exists(path); }));
    return last;
}

} // namespace

SessionKeeper::SessionKeeper(const Settings& settings, StudyRecords& records,
                             const StudyListModel& studies, const ComparedStudies& shown,
                             const ShownResults& results, QObject* parent)
    : QObject(parent), m_settings(settings), m_records(records), m_studies(studies), m_shown(shown),
      m_results(results), m_file(sessionFile())
{
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(saveSoonMs);
    connect(&m_saveSoon, &QTimer::timeout, this, [this] { keep(m_isReading); });
    connect(&results, &ShownResults::changed, this, &SessionKeeper::saveSoon);
}

void SessionKeeper::follow(const StudyLoader& loader)
{
    connect(&loader, &StudyLoader::stageChanged, this, [this](StudyLoader::Stage stage) {
        const bool isReading = stage == StudyLoader::Stage::Reading;
        if (std::exchange(m_isReading, isReading) != isReading)
            saveSoon();
    });
}

void SessionKeeper::restore()
{
    if (!m_settings.value(Setting::RestoreSession).toBool())
        return;
    m_isRestoring = true;
    m_reading.start(
        [file = m_file](const CancelToken&) { return lookForSession(file); },
        [this](const Result<LastSession>& last) {
            m_isRestoring = false;
            if (last)
                Q_EMIT restored(last->session);
            else if (last.error().code != ErrorCode::FileNotFound)
                Q_EMIT noticed(last.error().message);
            if (last && !last->fatal.isEmpty())
                Q_EMIT noticed(tr("CCAD ended while it was opening %1, so it is in the list but "
                                  "not opened again.")
                                   .arg(shownPathOf(last->fatal)));
            if (last && last->missing > 0)
                Q_EMIT noticed(tr("%n file(s) of the last session cannot be found any more.",
                                  nullptr, last->missing));
        });
}

void SessionKeeper::giveUp()
{
    m_reading.cancel();
    m_isRestoring = false;
}

Session SessionKeeper::session() const
{
    Session session;
    session.current = m_shown.path();
    for (const QString& path : m_studies.paths())
        if (!isUnpacked(path))
            session.studies << path;
    for (const QString& path : m_results.paths())
        if (!isUnpacked(path))
            session.results << path;
    return session;
}

void SessionKeeper::save()
{
    keep(false);
}

void SessionKeeper::keep(bool isReading)
{
    m_saveSoon.stop();
    if (m_isRestoring)
        return; // what is there has not been read yet
    std::optional<Session> kept;
    if (m_settings.value(Setting::RestoreSession).toBool())
        kept = session();
    if (kept && isReading)
        kept->opening = kept->current;
    m_records.start([kept](RecordFiles& files) { return files.keepSession(kept); },
                    [this](const Result<void>& written) {
                        if (!written && !m_hasFailed)
                            Q_EMIT saveFailed(written.error().message);
                        m_hasFailed = !written;
                    });
}

} // namespace ccad
