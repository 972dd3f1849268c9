// SPDX-License-Identifier: GPL-3.0-or-later
// Where objects from the network are put, under names of our own.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/open_folder.h"
#include "core/base/owned_fd.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>

namespace ccad {

/// What a peer says that an object is, before its data set comes.
struct AnnouncedObject
{
    QByteArray sopClassUid;
    QByteArray sopInstanceUid;
    QByteArray transferSyntaxUid;
};

/// An object that is whole and safe on the disk.
struct ReceivedObject
{
    QString path;
    QByteArray sopClassUid;
    QByteArray sopInstanceUid;
    QByteArray studyUid; ///< empty where the object has none
    QByteArray transferSyntaxUid;
    qint64 bytes = 0;
};

class StagedFile;

/// A folder for what arrives. Nothing that a peer says becomes a part of a name: a file is named by
/// 32 hexadecimal digits at random, and ends in ".part" until it is whole. Copies share the folder;
/// any thread may use them.
class StagingFolder
{
public:
    /// Makes the folder, for this user alone, or uses the one that is there, and removes what
    /// killed programs left half received, a day or more ago. Error: WriteFailed.
    [[nodiscard]] static Result<StagingFolder> open(const QString& path);

    /// Begins a file. Error: WriteFailed.
    [[nodiscard]] Result<StagedFile> newFile() const;
    [[nodiscard]] QString path() const;

private:
    explicit StagingFolder(std::shared_ptr<OpenFolder> folder) : m_folder(std::move(folder)) { }

    std::shared_ptr<OpenFolder> m_folder;
};

/// One file on its way. Unless kept, it is removed with its owner.
class StagedFile
{
public:
    StagedFile(std::shared_ptr<OpenFolder> folder, QByteArray name, OwnedFd file);
    StagedFile(StagedFile&&) noexcept = default;
    StagedFile& operator=(StagedFile&&) = delete;
    ~StagedFile();

    /// Writes preamble and meta header for a data set that comes next. Error: WriteFailed.
    [[nodiscard]] Result<void> begin(const AnnouncedObject& object);
    /// Error: WriteFailed.
    [[nodiscard]] Result<void> append(QByteArrayView bytes);
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

    /// Lets a locked process walk the file from its beginning to its end, and holds what the data
    /// set says of itself against what was announced, where it was; then gives it its name,
    /// durably. Errors: those of DecodingService::content, and WriteFailed.
    [[nodiscard]] Result<ReceivedObject> keep(const AnnouncedObject* announced,
                                              const CancelToken& cancel) &&;

private:
    std::shared_ptr<OpenFolder> m_folder;
    QByteArray m_name;
    OwnedFd m_file;
    qint64 m_bytes = 0;
};

} // namespace ccad
