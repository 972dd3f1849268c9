// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/staging.h"

#include "core/base/durable_writing.h"
#include "core/base/write_whole.h"
#include "core/nodes/internal/meta_header.h"
#include "core/nodes/received_object.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 secondsOfADay = 24 * 60 * 60;

constexpr QFile::Permissions ownerAlone = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

QByteArray newName()
{
    quint32 words[4];
    QRandomGenerator::system()->fillRange(words);
    return QByteArray(reinterpret_cast<const char*>(words), sizeof words).toHex();
}

bool isHalf(const QByteArray& name)
{
    return name.size() == 37 && name.endsWith(".part");
}

Error cannotWrite(const QString& path)
{
    return {ErrorCode::WriteFailed, u"Cannot write %1: %2."_s.arg(path, qt_error_string(errno)),
            path};
}

void removeOldHalves(const OpenFolder& folder)
{
    const auto names = folder.names();
    if (!names)
        return;
    for (const QByteArray& name : *names) {
        struct stat facts = {};
        if (!isHalf(name)
            || fstatat(folder.descriptor(), name.constData(), &facts, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        const bool isOld = facts.st_mtime + secondsOfADay < QDateTime::currentSecsSinceEpoch();
        if (S_ISREG(facts.st_mode) && isOld)
            (void)folder.removeFile(name);
    }
}

} // namespace

Result<StagingFolder> StagingFolder::open(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    const bool isNew = !QFileInfo::exists(absolute);
    if (!QDir().mkpath(absolute) || (isNew && !QFile::setPermissions(absolute, ownerAlone)))
        return Error{ErrorCode::WriteFailed, u"Cannot create the folder %1."_s.arg(absolute),
                     absolute};
    auto folder = OpenFolder::openFollowing(absolute);
    if (!folder)
        return folder.error();
    removeOldHalves(*folder);
    return StagingFolder(std::make_shared<OpenFolder>(*std::move(folder)));
}

Result<StagedFile> StagingFolder::newFile() const
{
    const QByteArray name = newName();
    OwnedFd file = m_folder->newFile(name + ".part");
    if (!file.isOpen())
        return cannotWrite(m_folder->pathOf(name + ".part"));
    return StagedFile(m_folder, name, std::move(file));
}

QString StagingFolder::path() const
{
    return m_folder->path();
}

StagedFile::StagedFile(std::shared_ptr<OpenFolder> folder, QByteArray name, OwnedFd file)
    : m_folder(std::move(folder)), m_name(std::move(name)), m_file(std::move(file))
{
}

StagedFile::~StagedFile()
{
    if (m_folder && m_file.isOpen())
        (void)m_folder->removeFile(m_name + ".part");
}

Result<void> StagedFile::begin(const AnnouncedObject& object)
{
    return append(metaHeaderOf(object));
}

Result<void> StagedFile::append(QByteArrayView bytes)
{
    if (!writeWhole(m_file.get(), bytes))
        return cannotWrite(m_folder->pathOf(m_name + ".part"));
    m_bytes += bytes.size();
    return {};
}

Result<ReceivedObject> StagedFile::keep(const AnnouncedObject* announced,
                                        const CancelToken& cancel) &&
{
    const QString half = m_folder->pathOf(m_name + ".part");
    auto object = identityOfFile(half, u"an object that came"_s, cancel);
    if (!object)
        return object.error();
    if (object->datasetOffset > m_bytes)
        return Error{ErrorCode::FileBroken, u"An object ends before it begins."_s, {}};
    if (announced != nullptr
        && (object->object.sopInstanceUid != announced->sopInstanceUid
            || object->object.sopClassUid != announced->sopClassUid))
        return Error{
            ErrorCode::FileBroken, u"An object is another one than the peer announced."_s, {}};
    if (fsync(m_file.get()) != 0)
        return cannotWrite(half);
    ReceivedObject kept = std::move(object->object);
    kept.path = m_folder->pathOf(m_name + ".dcm");
    kept.bytes = m_bytes;
    if (auto ok = moveToFreeName(half, kept.path); !ok)
        return ok.error();
    m_file = OwnedFd();
    m_folder.reset();
    return kept;
}

} // namespace ccad
