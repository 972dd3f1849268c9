// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/package/internal/package_parts.h"
#include "core/package/model_package.h"

#include <QDir>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maximumBytes = qint64{4} << 20;

QString pathIn(const QString& folder, const char* name)
{
    return QDir(folder).filePath(QString::fromLatin1(name));
}

/// Changes the manifest's file itself, so that keys unknown to this version stay.
Result<void> setInManifest(const QString& folder, const QString& key, const QJsonValue& value)
{
    if (auto manifest = loadModelManifest(folder); !manifest)
        return manifest.error();
    const QString path = pathIn(folder, "manifest.json");
    const auto content = readFile(path, maximumBytes);
    if (!content)
        return content.error();
    QJsonObject json = QJsonDocument::fromJson(*content).object();
    json[key] = value;
    if (auto readBack = modelManifestFromJson(json); !readBack)
        return readBack.error();
    return writeFileAtomically(path, QJsonDocument(json).toJson());
}

Result<void> setInCard(const QString& folder, const QString& heading, const QString& text)
{
    if (text.isEmpty())
        return {};
    const QString path = pathIn(folder, "MODEL_CARD.md");
    const auto card = readFile(path, maximumBytes);
    if (!card)
        return card.error();
    return writeFileAtomically(path,
                               withCardSection(QString::fromUtf8(*card), heading, text).toUtf8());
}

QString partIn(const QString& folder, const QString& part)
{
    return QDir(folder).filePath(part + u".safetensors"_s);
}

/// Writes <part>.safetensors and its checksum, `before` having been the one in force. The manifest
/// is the one file that decides: before it changes the old part is whole, and from then on the new
/// one is.
Result<void> savePart(const QString& folder, const QString& part, const QString& before,
                      const QByteArray& content)
{
    const QString path = partIn(folder, part);
    if (auto written = writePart(path, before, content); !written)
        return written;
    if (auto set = setInManifest(folder, part + u"_sha256"_s, sha256Hex(content)); !set)
        return set;
    enforcePart(path);
    return {};
}

/// Removes the part and its checksum; succeeds when there is none.
Result<void> removePart(const QString& folder, const QString& part)
{
    // An undefined value removes the key. This comes first, since a checksum needs its file.
    if (auto set = setInManifest(folder, part + u"_sha256"_s, QJsonValue::Undefined); !set)
        return set;
    return removePartFiles(partIn(folder, part));
}

} // namespace

QString withCardSection(const QString& card, const QString& heading, const QString& text)
{
    const QString title = u"## %1\n"_s.arg(heading);
    const QString section = title + u'\n' + text.trimmed() + u'\n';
    const QString whole = u'\n' + card;
    const auto begin = whole.indexOf(u'\n' + title);
    if (begin >= 0) {
        const auto next = whole.indexOf(u"\n## "_s, begin + 1);
        const QString rest = next < 0 ? QString() : whole.mid(next);
        return whole.mid(1, begin) + section + rest;
    }
    const auto limits = whole.indexOf(u"\n## What it cannot do\n"_s);
    if (limits >= 0)
        return whole.mid(1, limits) + section + whole.mid(limits);
    return card.trimmed() + u"\n\n"_s + section;
}

Result<void> saveGate(const QString& folder, const QByteArray& gate, const QString& cardText)
{
    const auto manifest = loadModelManifest(folder);
    if (!manifest)
        return manifest.error();
    if (auto saved = savePart(folder, u"gate"_s, manifest->gateSha256, gate); !saved)
        return saved;
    return setInCard(folder, u"Gate"_s, cardText);
}

Result<void> saveSeverity(const QString& folder, const QByteArray& severity,
                          const QString& cardText)
{
    const auto manifest = loadModelManifest(folder);
    if (!manifest)
        return manifest.error();
    const auto saved = severity.isEmpty()
        ? removePart(folder, u"severity"_s)
        : savePart(folder, u"severity"_s, manifest->severitySha256, severity);
    if (!saved)
        return saved;
    return setInCard(folder, u"Severity (research output)"_s, cardText);
}

Result<void> saveAudit(const QString& folder, const AuditSummary& audit, const QString& cardText)
{
    if (auto set = setInManifest(folder, u"audit"_s, toJson(audit)); !set)
        return set;
    return setInCard(folder, u"Shortcut audit"_s, cardText);
}

Result<void> saveCardSection(const QString& folder, const QString& heading, const QString& cardText)
{
    if (auto manifest = loadModelManifest(folder); !manifest)
        return manifest.error();
    return setInCard(folder, heading, cardText);
}

} // namespace ccad
