// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/internal/index_cache.h"

#include "core/base/files.h"
#include "core/base/installation_key.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QIODevice>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr quint32 magic = 0x43434458; // "CCDX"
/// To be raised with any change of the format, of PictureHash or of how pictures are read.
constexpr quint32 version = 3;
constexpr qint64 maxBytes = qint64{1} << 30;
constexpr qsizetype digestBytes = 20;

QByteArray digestOf(const QByteArray& content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Blake2b_160);
}

QByteArray keyOf(const QString& file)
{
    return digestOf(file.toUtf8());
}

/// Sentences of trouble name their file, which the cache does not.
const QChar fileNamePlaceholder(u'\x1');

QString withoutName(const QString& trouble, const QString& file)
{
    return QString(trouble).replace(QFileInfo(file).fileName(), fileNamePlaceholder);
}

QString withName(const QString& trouble, const QString& file)
{
    return QString(trouble).replace(fileNamePlaceholder, QFileInfo(file).fileName());
}

/// Of the key by which patients are hidden; another key gives another check.
QByteArray checkOf(const QByteArray& key)
{
    constexpr int checkBytes = 8;
    return keyedDigest(key, "index key", {}, checkBytes);
}

QDataStream& operator<<(QDataStream& stream, const FileStamp& stamp)
{
    return stream << stamp.bytes << stamp.modifiedNs << stamp.device << stamp.inode;
}

QDataStream& operator>>(QDataStream& stream, FileStamp& stamp)
{
    return stream >> stamp.bytes >> stamp.modifiedNs >> stamp.device >> stamp.inode;
}

QDataStream& operator<<(QDataStream& stream, const FileFacts& facts)
{
    for (const FrequencySigns& signs : facts.hash.signs)
        for (const std::uint64_t word : signs)
            stream << quint64{word};
    return stream << quint64{facts.contentHash} << facts.patient.toLatin1() << facts.view.toUtf8()
                  << facts.trouble.toUtf8();
}

QDataStream& operator>>(QDataStream& stream, FileFacts& facts)
{
    for (FrequencySigns& signs : facts.hash.signs)
        for (std::uint64_t& word : signs) {
            quint64 value = 0;
            stream >> value;
            word = value;
        }
    QByteArray patient;
    QByteArray view;
    QByteArray trouble;
    stream >> facts.contentHash >> patient >> view >> trouble;
    facts.patient = QString::fromLatin1(patient);
    facts.view = QString::fromUtf8(view);
    facts.trouble = QString::fromUtf8(trouble);
    return stream;
}

} // namespace

IndexCache::IndexCache() : m_key(keyOfThisRun()) { }

QString IndexCache::turned(const QString& patient, const QByteArray& file) const
{
    QByteArray bytes = QByteArray::fromHex(patient.toLatin1());
    const QByteArray mask = keyedDigest(m_key, "index", file, int(bytes.size()));
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = char(bytes[i] ^ mask[i]);
    return QString::fromLatin1(bytes.toHex());
}

IndexCache IndexCache::load(const QString& path)
{
    IndexCache cache;
    if (path.isEmpty())
        return cache;
    const auto content = readFile(path, maxBytes);
    if (!content || content->size() < digestBytes)
        return cache;
    const QByteArray body = content->left(content->size() - digestBytes);
    if (digestOf(body) != content->right(digestBytes))
        return cache;
    QDataStream stream(body);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 foundMagic = 0;
    quint32 foundVersion = 0;
    quint32 count = 0;
    QByteArray foundCheck;
    stream >> foundMagic >> foundVersion;
    if (foundMagic != magic || foundVersion != version)
        return cache;
    stream >> foundCheck >> count;
    if (foundCheck != checkOf(cache.m_key))
        return cache;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        QByteArray key;
        Entry entry;
        stream >> key >> entry.stamp >> entry.facts;
        if (stream.status() == QDataStream::Ok)
            cache.m_entries[key] = std::move(entry);
    }
    return cache;
}

std::optional<FileFacts> IndexCache::find(const QString& file, const FileStamp& stamp) const
{
    const auto found = m_entries.find(keyOf(file));
    if (found == m_entries.end() || !(found->second.stamp == stamp))
        return std::nullopt;
    FileFacts facts = found->second.facts;
    facts.trouble = withName(facts.trouble, file);
    facts.patient = turned(facts.patient, found->first);
    return facts;
}

void IndexCache::put(const QString& file, const FileStamp& stamp, const FileFacts& facts)
{
    const QByteArray key = keyOf(file);
    Entry& entry = m_entries[key];
    entry = {stamp, facts};
    entry.facts.trouble = withoutName(facts.trouble, file);
    entry.facts.patient = turned(facts.patient, key);
}

Result<void> IndexCache::save(const QString& path) const
{
    QByteArray content;
    QDataStream stream(&content, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << magic << version << checkOf(m_key) << static_cast<quint32>(m_entries.size());
    for (const auto& [key, entry] : m_entries)
        stream << key << entry.stamp << entry.facts;
    content += digestOf(content);
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return Error{ErrorCode::WriteFailed, u"The folder of %1 cannot be made."_s.arg(path), path};
    auto written = writeFileAtomically(path, content);
    // What a picture looks like can tell who it is.
    if (written)
        (void)QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return written;
}

} // namespace ccad
