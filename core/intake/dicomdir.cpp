// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/internal/dicomdir.h"

#include "core/imaging/dicom/dicom_scan.h"
#include "core/isolation/decoding_service.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace ccad {

namespace {

constexpr quint32 directoryRecords = 0x00041220;
constexpr quint32 referencedFile = 0x00041500;

const TagNode* child(const std::vector<TagNode>& nodes, quint32 tag)
{
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [tag](const TagNode& node) { return node.tag == tag; });
    return found == nodes.end() ? nullptr : &*found;
}

/// The entry of the folder with that name, as written or in lower case; empty: there is none.
QString entryOf(const QDir& folder, const QString& name)
{
    // PS3.10 8.2: 8 letters, digits and underscores; anything else is an attempt to leave.
    const auto isPlain = [](QChar c) {
        return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-')
            || c == QLatin1Char('.');
    };
    if (name.isEmpty() || name.startsWith(QLatin1Char('.'))
        || !std::all_of(name.begin(), name.end(), isPlain))
        return {};
    for (const QString& candidate : {name, name.toLower()})
        if (folder.exists(candidate))
            return folder.filePath(candidate);
    return {};
}

} // namespace

bool beginsAsDicomdir(const QByteArray& firstBytes)
{
    return imaging::beginsAsMediumIndex(firstBytes);
}

bool isDicomdir(const QString& path)
{
    if (!QFileInfo(path).isFile())
        return false;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    return beginsAsDicomdir(file.read(512));
}

Result<DicomdirIndex> readDicomdir(const QString& path, const CancelToken& cancel)
{
    const auto tree = decoding().tags(path, cancel);
    return tree ? Result<DicomdirIndex>(dicomdirIndexOf(*tree)) : tree.error();
}

DicomdirIndex dicomdirIndexOf(const TagTree& tree)
{
    QStringList ids;
    if (const TagNode* records = child(tree.nodes, directoryRecords))
        for (const TagNode& record : records->children) {
            const TagNode* fileId = child(record.children, referencedFile);
            if (!fileId || fileId->value.isEmpty())
                continue; // a patient, a study or a series
            QStringList parts = fileId->value.split(QLatin1Char('\\'));
            for (QString& part : parts)
                part = part.trimmed();
            ids << parts.join(QLatin1Char('/'));
        }
    ids.removeDuplicates();
    return {ids, tree.truncated};
}

QString fileOfDicomdir(const QString& folder, const QString& fileId)
{
    QString path = folder;
    for (const QString& part : fileId.split(QLatin1Char('/'))) {
        path = entryOf(QDir(path), part);
        if (path.isEmpty())
            return {};
    }
    return QFileInfo(path).isFile() ? path : QString();
}

} // namespace ccad
