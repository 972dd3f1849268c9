// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/record_files.h"

#include "core/base/sha256.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RecordFiles", text);
}

} // namespace

Result<std::unique_ptr<NoteStore>> RecordFiles::open()
{
    auto opened = openNotes(m_paths.notes);
    if (!opened)
        return opened.error();
    if (!opened->notice.isEmpty())
        m_notice = opened->notice;
    if (!m_isMoved) {
        m_moved = moveNotesOutOf(m_paths.session, *opened->store);
        m_isMoved = m_moved.hasValue();
    }
    return std::move(opened->store);
}

Result<QString> RecordFiles::contentOf(const QString& path, const CancelToken& cancel)
{
    const QFileInfo info(path);
    const qint64 bytes = info.size();
    const qint64 modifiedMs = info.lastModified().toMSecsSinceEpoch();
    const auto known = m_contents.constFind(path);
    if (info.exists() && known != m_contents.constEnd() && known->bytes == bytes
        && known->modifiedMs == modifiedMs)
        return known->sha256;
    auto sha256 = fileSha256Hex(path, cancel);
    if (sha256)
        m_contents.insert(path, {bytes, modifiedMs, *sha256});
    return sha256;
}

Result<FoundNote> RecordFiles::load(const QString& path, const CancelToken& cancel)
{
    auto content = contentOf(path, cancel);
    if (!content)
        return content.error();
    const auto store = open();
    if (!store)
        return store.error();
    auto note = (*store)->place(path, {*content, {}});
    if (!note)
        return note.error();
    return FoundNote{*std::move(content), *std::move(note)};
}

Result<FoundNote> RecordFiles::add(const QString& path, const QString& sopInstanceUid,
                                   const StudyNote& note)
{
    const auto found = load(path, {});
    if (!found)
        return found;
    const auto store = open();
    if (!store)
        return store.error();
    auto all = (*store)->add({found->contentSha256, sopInstanceUid}, note);
    if (!all)
        return all.error();
    return FoundNote{found->contentSha256, *std::move(all)};
}

Result<void> RecordFiles::save(const NoteKey& key, const StudyNote& note)
{
    const auto store = open();
    if (!store)
        return store.error();
    return (*store)->write(key, note);
}

Result<QStringList> RecordFiles::pathsToPlace()
{
    const auto store = open();
    if (!store)
        return store.error();
    return (*store)->pathsToPlace();
}

Result<void> RecordFiles::keepSession(const std::optional<Session>& session)
{
    if (!m_isMoved) {
        const auto store = open();
        if (!store)
            return store.error();
        if (!m_isMoved)
            return m_moved;
    }
    if (session)
        return writeSession(*session, m_paths.session);
    if (QFileInfo::exists(m_paths.session) && !QFile::remove(m_paths.session))
        return Error{ErrorCode::WriteFailed,
                     tr("Cannot remove the last session %1.").arg(m_paths.session),
                     m_paths.session};
    return {};
}

} // namespace ccad
