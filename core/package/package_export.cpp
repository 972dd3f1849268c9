// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package/package_export.h"

#include "core/base/folder_writing.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

Result<void> checkAcknowledgement(const ModelManifest& manifest, const QString& given)
{
    const QString wanted = acknowledgementFor(manifest.audit);
    if (wanted.isEmpty() || given.trimmed().compare(wanted, Qt::CaseInsensitive) == 0)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 u"The shortcut audit of %1 is red. %2 To export it all the same, "
                 "acknowledge this in the words \"%3\"."_s.arg(manifest.name,
                                                               manifest.audit.sentence, wanted),
                 manifest.name};
}

Error notCopied(const QString& file, const QString& target)
{
    return {
        ErrorCode::WriteFailed,
        u"Cannot copy %1 to %2; is there space left, and may you write there?"_s.arg(file, target),
        target};
}

Result<void> copyContent(const QDir& from, const QDir& to)
{
    QDirIterator files(from.absolutePath(), QDir::Files | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString name = from.relativeFilePath(files.next());
        const QString target = to.filePath(name);
        if (!to.mkpath(QFileInfo(name).path()) || !QFile::copy(files.filePath(), target))
            return notCopied(name, to.absolutePath());
    }
    return {};
}

bool isInside(const QString& folder, const QString& other)
{
    const QString inner = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    const QString outer = QFileInfo(other).canonicalFilePath();
    return inner == outer || inner.startsWith(outer + u'/');
}

} // namespace

QString acknowledgementFor(const AuditSummary& audit)
{
    return audit.colour == AuditSummary::Colour::Red ? u"this model may read shortcuts"_s
                                                     : QString();
}

Result<void> exportModelPackage(const QString& folder, const QString& target,
                                const QString& acknowledgement, Existing existing)
{
    const auto package = loadModelPackage(folder);
    if (!package)
        return package.error();
    if (auto known = checkAcknowledgement(package->manifest, acknowledgement); !known)
        return known;
    if (isInside(target, folder))
        return Error{ErrorCode::InvalidArgument,
                     u"A model cannot be exported into its own folder %1; choose "
                     "another one."_s.arg(folder),
                     target};
    return writeFolderAtomically(
        target, modelPackageKind(), existing,
        [&](const QString& temporary) { return copyContent(QDir(folder), QDir(temporary)); });
}

} // namespace ccad
