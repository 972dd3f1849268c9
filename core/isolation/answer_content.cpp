// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/answer_content.h"

#include "core/base/json_fields.h"
#include "core/imaging/picture_identity.h"
#include "core/isolation/internal/facts_json.h"
#include "core/isolation/internal/overlay_json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

constexpr int maxSide = 1 << 28; ///< ReadLimits::maxPixels in one row

QByteArray compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

JsonFields fieldsOf(const QByteArray& head)
{
    return JsonFields(QJsonDocument::fromJson(head).object(), {}, ErrorCode::FileBroken);
}

QString impossible(const QString& key)
{
    return u"an impossible \"%1\""_s.arg(key);
}

bool isHash(const QString& text)
{
    const auto isDigit
        = [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); };
    return text.isEmpty() || (text.size() == 64 && std::all_of(text.begin(), text.end(), isDigit));
}

/// Asks for large pages behind memory that nobody touched yet: the 18 MiB of a picture then take a
/// dozen page faults instead of thousands. The system may refuse.
void preferHugePages(void* memory, std::size_t bytes)
{
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t begin = (address + page - 1) & ~(page - 1);
    const std::uintptr_t end = (address + bytes) & ~(page - 1);
    if (begin < end)
        madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

/// Null when there are fewer, or one is beyond the bits.
std::shared_ptr<const std::vector<std::uint16_t>> copiedPixels(const Bulk& bulk, std::size_t count,
                                                               BitDepth bits)
{
    const auto pixels = std::make_shared<std::vector<std::uint16_t>>();
    pixels->reserve(count);
    const std::size_t bytes = count * sizeof(std::uint16_t);
    preferHugePages(pixels->data(), bytes);
    pixels->resize(count);
    if (!bulk.copy(0, {reinterpret_cast<char*>(pixels->data()), bytes}))
        return nullptr;
    std::uint16_t all = 0;
    for (const std::uint16_t pixel : *pixels)
        all = std::max(all, pixel);
    return all <= bits.highest() ? pixels : nullptr;
}

/// Takes the pixels and what lies behind them.
QString takeBulk(Radiograph& radiograph, const QJsonArray& planes, const Bulk& bulk)
{
    const auto count
        = static_cast<std::size_t>(radiograph.columns) * static_cast<std::size_t>(radiograph.rows);
    const std::size_t bytes = count * sizeof(std::uint16_t);
    if (bulk.size() < bytes)
        return u"fewer pixels than the picture has"_s;
    radiograph.pixels = copiedPixels(bulk, count, radiograph.bits);
    if (!radiograph.pixels)
        return u"a pixel beyond the picture's bits"_s;
    const auto bits = bulk.from(bytes);
    auto taken = bits ? overlaysFrom(planes, std::span(bits->constData(), bulk.size() - bytes))
                      : std::nullopt;
    if (!taken)
        return u"overlays that cannot be"_s;
    radiograph.planes = *std::move(taken);
    return {};
}

} // namespace

bool put(AnswerWriter& writer, const ReducedRadiograph& picture)
{
    const Radiograph& radiograph = picture.radiograph;
    const QJsonObject head{{u"facts"_s, factsToJson(radiograph)},
                           {u"planes"_s, overlaysToJson(radiograph.planes)},
                           {u"columns"_s, picture.columns},
                           {u"rows"_s, picture.rows},
                           {u"reduction"_s, picture.reduction},
                           {u"first_sited"_s, picture.firstSited},
                           {u"content_sha256"_s, picture.contentSha256},
                           {u"picture_sha256"_s, picture.pictureSha256},
                           {u"pixel_checksum"_s, picture.pixelChecksum}};
    const auto bytesOf = [](const auto& values) {
        return std::span(reinterpret_cast<const char*>(values.data()),
                         values.size() * sizeof(values[0]));
    };
    if (!writer.setHead(compact(head)) || !writer.append(bytesOf(*radiograph.pixels)))
        return false;
    return std::all_of(
        radiograph.planes.begin(), radiograph.planes.end(),
        [&](const OverlayPlane& plane) { return writer.append(bytesOf(*plane.bits)); });
}

std::optional<ReducedRadiograph> takePicture(const QByteArray& head, const Bulk& bulk,
                                             QString& wrong)
{
    JsonFields fields = fieldsOf(head);
    QString key;
    auto facts = factsFromJson(fields.object(u"facts"_s), key);
    if (!facts) {
        wrong = impossible(key);
        return std::nullopt;
    }
    ReducedRadiograph picture;
    picture.radiograph = *std::move(facts);
    picture.columns = fields.integer(u"columns"_s, picture.radiograph.columns, maxSide);
    picture.rows = fields.integer(u"rows"_s, picture.radiograph.rows, maxSide);
    picture.reduction = fields.integer(u"reduction"_s, 1, maxSide);
    picture.firstSited = fields.flag(u"first_sited"_s);
    picture.contentSha256 = fields.text(u"content_sha256"_s);
    picture.pictureSha256 = fields.text(u"picture_sha256"_s);
    picture.pixelChecksum = fields.text(u"pixel_checksum"_s);
    const QJsonArray planes = fields.array(u"planes"_s);
    if (fields.error())
        wrong = impossible(fields.error()->context);
    else if (!isHash(picture.contentSha256) || !isHash(picture.pictureSha256))
        wrong = u"a hash that is none"_s;
    else if (!picture.pixelChecksum.isEmpty() && !isPixelChecksum(picture.pixelChecksum))
        wrong = u"a checksum that is none"_s;
    else
        wrong = takeBulk(picture.radiograph, planes, bulk);
    if (!wrong.isEmpty())
        return std::nullopt;
    return picture;
}

bool put(AnswerWriter& writer, const Preview& preview)
{
    const QJsonObject head{
        {u"width"_s, preview.image.width},
        {u"height"_s, preview.image.height},
        {u"columns"_s, preview.columns},
        {u"rows"_s, preview.rows},
        {u"format"_s, static_cast<int>(preview.format)},
        {u"patient_id"_s, preview.patientId},
        {u"view_text"_s, preview.viewText},
        {u"content_hash"_s, QString::number(preview.contentHash, 16)},
        {u"refusal"_s, preview.refusal ? QJsonValue(*preview.refusal) : QJsonValue()}};
    return writer.setHead(compact(head))
        && writer.append({reinterpret_cast<const char*>(preview.image.pixels.data()),
                          preview.image.pixels.size()});
}

std::optional<Preview> takePreview(const QByteArray& head, const Bulk& bulk, QString& wrong)
{
    JsonFields fields = fieldsOf(head);
    Preview preview;
    preview.image.width = fields.integer(u"width"_s, 1, maxSide);
    preview.image.height = fields.integer(u"height"_s, 1, maxSide);
    preview.columns = fields.integer(u"columns"_s, 1, maxSide);
    preview.rows = fields.integer(u"rows"_s, 1, maxSide);
    preview.format = static_cast<FileFormat>(
        fields.integer(u"format"_s, 0, static_cast<int>(FileFormat::Tiff)));
    preview.patientId = fields.text(u"patient_id"_s);
    preview.viewText = fields.text(u"view_text"_s);
    bool isNumber = false;
    preview.contentHash = fields.text(u"content_hash"_s).toULongLong(&isNumber, 16);
    if (!fields.isNull(u"refusal"_s))
        preview.refusal = fields.text(u"refusal"_s);
    const auto count = static_cast<std::size_t>(preview.image.width)
        * static_cast<std::size_t>(preview.image.height);
    if (fields.error())
        wrong = impossible(fields.error()->context);
    else if (!isNumber)
        wrong = u"a hash that is none"_s;
    else if (bulk.size() != count)
        wrong = u"a preview of another size"_s;
    if (!wrong.isEmpty())
        return std::nullopt;
    preview.image.pixels.resize(count);
    if (!bulk.copy(0, {reinterpret_cast<char*>(preview.image.pixels.data()), count}))
        return std::nullopt;
    return preview;
}

bool put(AnswerWriter& writer, const QByteArray& bytes)
{
    return writer.append({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

std::optional<QByteArray> takeBytes(const QByteArray& /*head*/, const Bulk& bulk,
                                    QString& /*wrong*/)
{
    return bulk.from(0);
}

} // namespace ccad::isolation
