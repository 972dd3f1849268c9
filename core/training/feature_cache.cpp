// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/feature_cache.h"

#include "core/base/files.h"
#include "core/base/kept_data.h"
#include "core/base/parallel.h"
#include "core/engine/kernels.h"
#include "core/training/trainer.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <atomic>
#include <cstring>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

// The file: the magic bytes, then one entry after the other: hash of the content, values, and the
// first bytes of a hash of both.
constexpr char magic[] = "CCADFEA2"; ///< to be changed with the reading of files or the engine
constexpr qsizetype magicBytes = sizeof(magic) - 1;
constexpr qsizetype hashBytes = 32;
constexpr qsizetype checkBytes = 8;
constexpr qint64 largestFile = qint64{4} << 30; ///< more than any file is let to grow

QByteArray hashOf(QByteArrayView content)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.addData(content);
    return hash.result();
}

QByteArray checkOf(QByteArrayView entry)
{
    return hashOf(entry).left(checkBytes);
}

/// Nothing where the file cannot be read.
QByteArray hashOfFile(const QString& path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return {};
    return hash.result();
}

/// Everything beside the image that decides its features.
QString contextOf(const PreprocessSpec& preprocess, const NetworkSpec& network,
                  const WeightMap& weights)
{
    WeightMap extractor;
    for (const auto& [name, tensor] : weights.tensors)
        if (name.starts_with("features."))
            extractor.tensors.emplace(name, tensor);
    NetworkSpec shape = network;
    shape.classes = 0; // of the head, as is the dropout
    shape.dropout = 0;
    // Kernels for other processors differ in the last bits, and several machines may share a
    // folder.
    const QJsonObject context{
        {u"preprocess"_s, toJson(preprocess)},
        {u"network"_s, toJson(shape)},
        {u"weights"_s, sha256Hex(toSafetensors(extractor))},
        {u"engine"_s, QString::fromLatin1(engine::kernelsForThisProcessor().name)}};
    return sha256Hex(QJsonDocument(context).toJson(QJsonDocument::Compact));
}

std::size_t featureCount(const NetworkSpec& network)
{
    return static_cast<std::size_t>(shapeOf(network).featureChannels);
}

} // namespace

FeatureCache::FeatureCache(QString folder, qint64 mostBytes)
    : m_folder(std::move(folder)), m_mostBytes(mostBytes)
{
}

void FeatureCache::open(const PreprocessSpec& preprocess, const NetworkSpec& network,
                        const WeightMap& weights)
{
    m_entries.clear();
    m_hasNews = false;
    m_length = featureCount(network);
    if (m_folder.isEmpty())
        return;
    m_file = u"%1/%2.bin"_s.arg(m_folder, contextOf(preprocess, network, weights).left(32));
    const auto content = readFile(m_file, largestFile);
    if (!content || !content->startsWith(magic))
        return;
    const auto valueBytes = static_cast<qsizetype>(m_length * sizeof(float));
    const qsizetype entryBytes = hashBytes + valueBytes + checkBytes;
    for (qsizetype at = magicBytes; at + entryBytes <= content->size(); at += entryBytes) {
        const QByteArrayView entry = QByteArrayView(*content).sliced(at, entryBytes);
        if (checkOf(entry.chopped(checkBytes)) != entry.last(checkBytes))
            continue;
        std::vector<float> values(m_length);
        std::memcpy(values.data(), entry.data() + hashBytes, static_cast<std::size_t>(valueBytes));
        m_entries.emplace(entry.first(hashBytes).toByteArray(), std::move(values));
    }
}

void FeatureCache::look(const std::vector<DatasetItem>& items, const CancelToken& cancel)
{
    if (m_folder.isEmpty())
        return;
    std::vector<Content> contents(items.size());
    parallelFor(items.size(), [&](std::size_t i) {
        if (cancel.isCancelled() || m_contents.contains(items[i].file))
            return;
        if (const auto stamp = stampOf(items[i].file))
            contents[i] = {*stamp, hashOfFile(items[i].file)};
    });
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!contents[i].hash.isEmpty())
            m_contents.emplace(items[i].file, std::move(contents[i]));
}

const std::vector<float>* FeatureCache::find(const DatasetItem& item) const
{
    const auto content = m_contents.find(item.file);
    if (content == m_contents.end())
        return nullptr;
    const auto entry = m_entries.find(content->second.hash);
    return entry == m_entries.end() ? nullptr : &entry->second;
}

void FeatureCache::put(const DatasetItem& item, const std::vector<float>& features)
{
    const auto content = m_contents.find(item.file);
    if (content == m_contents.end() || features.size() != m_length
        || stampOf(item.file) != content->second.stamp)
        return;
    m_hasNews |= m_entries.emplace(content->second.hash, features).second;
}

void FeatureCache::save()
{
    if (m_file.isEmpty())
        return;
    const auto valueBytes = static_cast<qsizetype>(m_length * sizeof(float));
    const qint64 bytes = magicBytes
        + static_cast<qint64>(m_entries.size()) * (hashBytes + valueBytes + checkBytes);
    if (m_hasNews && bytes <= m_mostBytes && QDir().mkpath(QFileInfo(m_file).absolutePath())) {
        QByteArray content(magic);
        content.reserve(bytes);
        for (const auto& [hash, values] : m_entries) {
            const qsizetype first = content.size();
            content += hash;
            content += QByteArrayView(reinterpret_cast<const char*>(values.data()), valueBytes);
            content += checkOf(QByteArrayView(content).sliced(first));
        }
        m_hasNews = !writeFileAtomically(m_file, content);
    } else {
        // The file is used now, hence among the last to be removed.
        QFile file(m_file);
        if (file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
            file.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime);
    }
    forgetOldest();
}

void FeatureCache::forgetOldest() const
{
    const QDir folder = QFileInfo(m_file).absoluteDir();
    qint64 total = 0;
    // The newest first.
    for (const QFileInfo& file : folder.entryInfoList({u"*.bin"_s}, QDir::Files, QDir::Time)) {
        total += file.size();
        if (total > m_mostBytes && file.absoluteFilePath() != QFileInfo(m_file).absoluteFilePath())
            QFile::remove(file.absoluteFilePath());
    }
}

QString defaultFeatureCache()
{
    return keptPlace(KeptKind::Features);
}

} // namespace ccad
