// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package/package_export.h"

#include "core/base/folder_writing.h"
#include "core/base/kept_data.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

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

/// What makes a model. A list of what may leave, so that a file of a later version stays at home
/// until somebody thought about it.
QStringList filesOfModel()
{
    return {u"manifest.json"_s,
            u"weights.safetensors"_s,
            u"gate.safetensors"_s,
            u"severity.safetensors"_s,
            u"severity.json"_s,
            u"MODEL_CARD.md"_s,
            u"LICENSE.md"_s,
            u"CLAIM.md"_s,
            u"TRIPOD_AI.md"_s,
            u"evaluation/metrics.json"_s,
            u"evaluation/confusion.csv"_s,
            u"evaluation/roc.csv"_s,
            u"evaluation/roc.svg"_s};
}

/// The figures without the sentences on single images, which name their files. Null: no JSON.
QByteArray withoutImages(const QByteArray& severity)
{
    QJsonObject json = QJsonDocument::fromJson(severity).object();
    if (json.isEmpty())
        return {};
    for (const QString& key : {u"unreadable"_s, u"notes"_s})
        if (json.contains(key))
            json[key] = QJsonArray();
    return QJsonDocument(json).toJson();
}

/// Earlier trainings and fits named the first files in their sentences on the data: "3 pairs of
/// images look the same, such as A and B." The sentence, in the card an item of a list, without
/// them.
QString withoutExample(QString sentence)
{
    static const QRegularExpression example(
        u"^((?:- )?(?:\\d+ pairs? of images .*?(?=, such as )"
        "|\\d+ files? (?:is|are) left out because they cannot be read(?=\\. The first one: )"
        "|Rows of the manifest that could not be read: \\d+(?=\\. The first: ))).*$"_s,
        QRegularExpression::DotMatchesEverythingOption);
    return sentence.replace(example, u"\\1."_s);
}

/// A copy in which nothing has to change keeps its bytes.
QByteArray manifestWithoutExamples(const QByteArray& manifest)
{
    QJsonObject json = QJsonDocument::fromJson(manifest).object();
    QJsonObject provenance = json[u"provenance"_s].toObject();
    const QJsonArray concerns = provenance[u"concerns"_s].toArray();
    QJsonArray anonymous;
    for (const QJsonValue& concern : concerns)
        anonymous.append(concern.isString() ? withoutExample(concern.toString()) : concern);
    if (anonymous == concerns)
        return manifest;
    provenance[u"concerns"_s] = anonymous;
    json[u"provenance"_s] = provenance;
    return QJsonDocument(json).toJson();
}

QByteArray cardWithoutExamples(const QByteArray& card)
{
    const QStringList lines = QString::fromUtf8(card).split(u'\n');
    QStringList anonymous;
    for (const QString& line : lines)
        anonymous << withoutExample(line);
    return anonymous == lines ? card : anonymous.join(u'\n').toUtf8();
}

using Anonymiser = QByteArray (*)(const QByteArray&);

/// What takes names of files out of a text of the package; null for one that holds none.
Anonymiser anonymiserOf(const QString& name)
{
    if (name == u"manifest.json")
        return manifestWithoutExamples;
    if (name == u"MODEL_CARD.md")
        return cardWithoutExamples;
    return name == u"severity.json" ? withoutImages : nullptr;
}

/// One file of the package; one that it does not have is fine, and a link is none.
Result<void> copyFile(const QDir& from, const QDir& to, const QString& name)
{
    const QFileInfo source(from.filePath(name));
    if (source.isSymLink() || !source.isFile())
        return {};
    if (!to.mkpath(QFileInfo(name).path()))
        return notCopied(name, to.absolutePath());
    if (const Anonymiser anonymous = anonymiserOf(name)) {
        constexpr qint64 longest = qint64{16} << 20;
        const auto content = readFile(source.filePath(), longest);
        if (!content)
            return content.error();
        const QByteArray text = anonymous(*content);
        if (text != *content)
            return text.isEmpty() ? Result<void>() : writeFileAtomically(to.filePath(name), text);
    }
    return QFile::copy(source.filePath(), to.filePath(name))
        ? Result<void>()
        : Result<void>(notCopied(name, to.absolutePath()));
}

Result<void> copyContent(const QDir& from, const QDir& to, CaseRows rows)
{
    const QStringList names
        = filesOfModel() + (rows == CaseRows::GoAlong ? caseFilesOfPackage() : QStringList());
    for (const QString& name : names)
        if (auto copied = copyFile(from, to, name); !copied)
            return copied;
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
                                const QString& acknowledgement, Existing existing, CaseRows rows)
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
        [&](const QString& temporary) { return copyContent(QDir(folder), QDir(temporary), rows); });
}

} // namespace ccad
