// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/session.h"

#include "core/base/files.h"
#include "core/base/kept_data.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maxBytes = 64LL << 20;
/// A file with more was not written by a window that somebody closed.
constexpr qsizetype mostStudies = 20'000;

QString tr(const char* text)
{
    return QCoreApplication::translate("Session", text);
}

const QString formatKey = u"format_version"_s;
const QString currentKey = u"current"_s;
const QString openingKey = u"opening"_s;
const QString studiesKey = u"studies"_s;
const QString resultsKey = u"results"_s;
const QString pathKey = u"path"_s;
const QString commentKey = u"comment"_s;
const QString measurementsKey = u"measurements"_s;

Error broken(const QString& file, const QString& why)
{
    return {ErrorCode::FileBroken,
            tr("The last session in %1 cannot be restored: %2").arg(file, why), file};
}

QJsonArray jsonOf(const QStringList& paths)
{
    QJsonArray array;
    for (const QString& path : paths)
        array.append(QJsonObject{{pathKey, path}});
    return array;
}

/// Copies under a name that says when; a copy that is there already is as good.
Result<void> keepCopy(const QString& file)
{
    const QString copy
        = file + u".damaged-"_s + QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss"_s);
    if (!QFile::copy(file, copy) && !QFileInfo::exists(copy))
        return Error{ErrorCode::WriteFailed,
                     tr("Cannot keep a copy of the damaged session %1.").arg(file), file};
    QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

} // namespace

QString sessionFile()
{
    return keptPlace(KeptKind::Session);
}

QString notesFile()
{
    return keptPlace(KeptKind::Notes);
}

Result<StoredSession> readSession(const QString& file)
{
    const auto content = readFile(file, maxBytes);
    if (!content)
        return content.error();
    QJsonParseError problem;
    const QJsonObject json = QJsonDocument::fromJson(*content, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return broken(file, tr("it is no JSON."));
    StoredSession stored;
    stored.version = json[formatKey].toInt();
    if (stored.version > Session::formatVersion)
        return Error{ErrorCode::Unsupported,
                     tr("The last session in %1 was written by a newer CCAD.").arg(file), file};
    if (stored.version < 1 || !json[studiesKey].isArray())
        return broken(file, tr("it is no session of CCAD."));
    if (json[studiesKey].toArray().size() > mostStudies
        || json[resultsKey].toArray().size() > mostStudies)
        return broken(file, tr("it lists more than %1 studies.").arg(mostStudies));
    stored.session.current = json[currentKey].toString();
    for (const QJsonValue value : json[resultsKey].toArray())
        if (const QString path = value.toObject()[pathKey].toString(); !path.isEmpty())
            stored.session.results << path;
    stored.session.opening = json[openingKey].toString();
    for (const QJsonValue value : json[studiesKey].toArray()) {
        const QJsonObject study = value.toObject();
        const QString path = study[pathKey].toString();
        if (path.isEmpty())
            continue;
        stored.session.studies << path;
        const StudyNote note{study[commentKey].toString(),
                             measurementsFrom(study[measurementsKey].toArray())};
        if (!note.isEmpty())
            stored.notes.push_back({path, note});
    }
    return stored;
}

Result<void> writeSession(const Session& session, const QString& file)
{
    QJsonObject json{{formatKey, Session::formatVersion},
                     {currentKey, session.current},
                     {studiesKey, jsonOf(session.studies)},
                     {resultsKey, jsonOf(session.results)}};
    if (!session.opening.isEmpty())
        json[openingKey] = session.opening;
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return Error{ErrorCode::WriteFailed, tr("Cannot make the folder for %1.").arg(file), file};
    if (auto written = writeFileAtomically(file, QJsonDocument(json).toJson()); !written)
        return written.error();
    // Names of files are private to the user.
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

Result<void> moveNotesOutOf(const QString& sessionFile, NoteStore& store)
{
    const auto stored = readSession(sessionFile);
    if (!stored) {
        switch (stored.error().code) {
        case ErrorCode::FileNotFound:
        case ErrorCode::Unsupported: // newer ones hold no notes either
            return {};
        case ErrorCode::FileUnreadable: // nor may it be written over
            return stored.error();
        default:
            return keepCopy(sessionFile);
        }
    }
    if (stored->notes.empty())
        return {};
    if (auto kept = store.keepByPath(stored->notes); !kept)
        return kept;
    return writeSession(stored->session, sessionFile);
}

} // namespace ccad
