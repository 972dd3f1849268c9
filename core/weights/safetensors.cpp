// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/internal/tensor_elements.h"
#include "core/weights/weight_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 lengthBytes = 8;
constexpr quint64 maximumHeaderBytes = quint64{16} << 20;
const QString metadataKey = u"__metadata__"_s;

/// Where a tensor lies, counted from the first byte after the header.
struct Entry
{
    QString name;
    ElementType type;
    std::vector<std::int64_t> shape;
    std::int64_t count = 0;
    qint64 begin = 0;
    qint64 end = 0;
};

Error broken(const QString& message, const QString& context = {})
{
    return Error{ErrorCode::FileBroken, message, context};
}

Error brokenTensor(const QString& name, const QString& what)
{
    return broken(u"The tensor \"%1\" %2."_s.arg(name, what), name);
}

std::optional<ElementType> elementTypeOf(const QString& name)
{
    using Kind = ElementType::Kind;
    static const std::map<QString, ElementType> types = {
        {u"F32"_s, {Kind::Float32, 4}},   {u"F16"_s, {Kind::Float16, 2}},
        {u"BF16"_s, {Kind::BFloat16, 2}}, {u"F64"_s, {Kind::Float64, 8}},
        {u"I64"_s, {Kind::Integer, 8}},   {u"I32"_s, {Kind::Integer, 4}},
        {u"I16"_s, {Kind::Integer, 2}},   {u"I8"_s, {Kind::Integer, 1}},
        {u"U8"_s, {Kind::Integer, 1}},    {u"BOOL"_s, {Kind::Integer, 1}},
    };
    const auto found = types.find(name);
    return found == types.end() ? std::nullopt : std::optional(found->second);
}

/// A whole number that a double holds exactly, or nothing.
std::optional<std::int64_t> wholeNumber(const QJsonValue& value)
{
    const double number = value.toDouble(-1);
    if (!(number >= 0 && number <= 9007199254740992.0) || number != std::floor(number))
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

std::optional<std::vector<std::int64_t>> wholeNumbers(const QJsonValue& value)
{
    if (!value.isArray())
        return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const QJsonValue& element : value.toArray()) {
        const auto number = wholeNumber(element);
        if (!number)
            return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

Result<Entry> parseEntry(const QString& name, const QJsonObject& json)
{
    Entry entry;
    entry.name = name;
    const QString typeName = json.value(u"dtype"_s).toString();
    const auto type = elementTypeOf(typeName);
    if (!type)
        return brokenTensor(name, u"has the unknown type \"%1\""_s.arg(typeName));
    const auto shape = wholeNumbers(json.value(u"shape"_s));
    if (!shape)
        return brokenTensor(name, u"has no valid shape"_s);
    const auto count = elementCount(*shape, maximumElements);
    if (!count)
        return brokenTensor(name, u"is too large"_s);
    const auto offsets = wholeNumbers(json.value(u"data_offsets"_s));
    if (!offsets || offsets->size() != 2)
        return brokenTensor(name, u"has no valid data offsets"_s);
    entry.type = *type;
    entry.shape = *shape;
    entry.count = *count;
    entry.begin = offsets->front();
    entry.end = offsets->back();
    if (entry.end - entry.begin != entry.count * entry.type.bytes)
        return brokenTensor(name, u"has offsets that do not fit its shape and type"_s);
    return entry;
}

/// The tensors have to fill the data without gap or overlap, so that nothing hides between them.
Result<void> checkLayout(std::vector<Entry>& entries, qint64 dataBytes)
{
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    qint64 position = 0;
    for (const Entry& entry : entries) {
        if (entry.end > dataBytes)
            return brokenTensor(entry.name, u"ends beyond the end of the file"_s);
        if (entry.begin < position)
            return brokenTensor(entry.name, u"overlaps another tensor"_s);
        if (entry.begin > position)
            return brokenTensor(entry.name, u"begins after a gap in the data"_s);
        position = entry.end;
    }
    if (position != dataBytes)
        return broken(u"%1 bytes at its end belong to no tensor."_s.arg(dataBytes - position));
    return {};
}

Result<std::map<std::string, std::string>> parseMetadata(const QJsonValue& value)
{
    if (!value.isObject())
        return broken(u"The header's __metadata__ is not an object."_s, metadataKey);
    std::map<std::string, std::string> metadata;
    const QJsonObject json = value.toObject();
    for (auto it = json.begin(); it != json.end(); ++it) {
        if (!it->isString())
            return broken(u"The metadata \"%1\" is not a text."_s.arg(it.key()), it.key());
        metadata[it.key().toStdString()] = it->toString().toStdString();
    }
    return metadata;
}

Result<QJsonObject> parseHeader(const QByteArray& content)
{
    if (content.size() < lengthBytes)
        return broken(u"The file is shorter than the length of its header."_s);
    const auto length = qFromLittleEndian<quint64>(content.constData());
    if (length > maximumHeaderBytes || length > static_cast<quint64>(content.size() - lengthBytes))
        return broken(u"Its header claims %1 bytes, more than there are."_s.arg(length));
    QJsonParseError parseError;
    const auto document = QJsonDocument::fromJson(
        content.mid(lengthBytes, static_cast<qsizetype>(length)), &parseError);
    if (!document.isObject())
        return broken(u"Its header is not a JSON object: %1."_s.arg(parseError.errorString()));
    return document.object();
}

} // namespace

Result<WeightMap> parseSafetensors(const QByteArray& content)
{
    const auto header = parseHeader(content);
    if (!header)
        return header.error();
    const qint64 dataStart
        = lengthBytes + static_cast<qint64>(qFromLittleEndian<quint64>(content.constData()));

    WeightMap weights;
    std::vector<Entry> entries;
    for (auto it = header->begin(); it != header->end(); ++it) {
        if (it.key() == metadataKey) {
            auto metadata = parseMetadata(*it);
            if (!metadata)
                return metadata.error();
            weights.metadata = std::move(*metadata);
            continue;
        }
        auto entry = parseEntry(it.key(), it->toObject());
        if (!entry)
            return entry.error();
        entries.push_back(std::move(*entry));
    }
    if (auto checked = checkLayout(entries, content.size() - dataStart); !checked)
        return checked.error();

    for (const Entry& entry : entries) {
        if (entry.type.kind == ElementType::Kind::Integer)
            continue;
        const char* address = content.constData() + dataStart + entry.begin;
        weights.tensors[entry.name.toStdString()]
            = {entry.shape,
               elementsAsFloat(address, static_cast<std::size_t>(entry.count), entry.type)};
    }
    return weights;
}

QByteArray toSafetensors(const WeightMap& weights)
{
    QJsonObject header;
    qint64 position = 0;
    for (const auto& [name, tensor] : weights.tensors) {
        QJsonArray shape;
        for (const std::int64_t side : tensor.shape)
            shape.append(static_cast<qint64>(side));
        const qint64 end = position + static_cast<qint64>(tensor.values.size() * sizeof(float));
        header.insert(QString::fromStdString(name),
                      QJsonObject{{u"dtype"_s, u"F32"_s},
                                  {u"shape"_s, shape},
                                  {u"data_offsets"_s, QJsonArray{position, end}}});
        position = end;
    }
    QJsonObject metadata;
    for (const auto& [key, text] : weights.metadata)
        metadata.insert(QString::fromStdString(key), QString::fromStdString(text));
    if (!metadata.isEmpty())
        header.insert(metadataKey, metadata);

    QByteArray json = QJsonDocument(header).toJson(QJsonDocument::Compact);
    // Other readers map the file into memory and want the numbers aligned.
    json.append(QByteArray((8 - json.size() % 8) % 8, ' '));
    QByteArray content(lengthBytes, '\0');
    qToLittleEndian<quint64>(static_cast<quint64>(json.size()), content.data());
    content.append(json);
    const qsizetype dataStart = content.size();
    content.resize(dataStart + position);
    char* out = content.data() + dataStart;
    for (const auto& [name, tensor] : weights.tensors) {
        if (tensor.values.empty())
            continue; // its data() may be null, which memcpy forbids even for no bytes
        qToLittleEndian<float>(tensor.values.data(), static_cast<qsizetype>(tensor.values.size()),
                               out);
        out += tensor.values.size() * sizeof(float);
    }
    return content;
}

} // namespace ccad
