// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/answer_check.h"

#include "core/imaging/picture_identity.h"
#include "core/isolation/internal/facts_json.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

const QString codeKey = u"code"_s;
const QString messageKey = u"message"_s;
const QString contextKey = u"context"_s;

/// Errors that reading a file can end with.
constexpr std::array readingErrors{ErrorCode::FileNotFound, ErrorCode::FileUnreadable,
                                   ErrorCode::FileBroken,   ErrorCode::Unsupported,
                                   ErrorCode::Refused,      ErrorCode::TooLarge,
                                   ErrorCode::TimedOut};
constexpr qsizetype maxMessage = 4000; ///< characters

CheckedAnswer nonsense(const QString& what)
{
    return {{}, {}, what};
}

bool isTime(double milliseconds)
{
    return milliseconds >= 0 && milliseconds < 1e9;
}

/// Does the radiograph lie within the input or, after a crop, around a part of it? A crop's sides
/// are at least a pixel, hence a picture of 65536 covers at most that many times the input's side.
bool lies(double begin, double length, int size, bool crops)
{
    if (!crops)
        return begin >= 0 && length > 0 && begin + length <= size;
    constexpr double largest = 65536;
    return begin <= size && length > 0 && begin + length >= 0 && begin >= -largest * size
        && length <= largest * size;
}

bool isHash(QStringView hash)
{
    const auto isDigit
        = [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); };
    return hash.size() == 64 && std::all_of(hash.begin(), hash.end(), isDigit);
}

/// An identity by UID has to hold the UID that the facts name.
bool isIdentity(const QString& identity, const QString& uid)
{
    const QString byUid = u"uid:%1 "_s.arg(uid);
    if (!uid.isEmpty() && identity.startsWith(byUid))
        return isHash(QStringView(identity).mid(byUid.size()));
    const QString byContent = u"sha256:"_s;
    return identity.startsWith(byContent) && isHash(QStringView(identity).mid(byContent.size()));
}

/// Empty, or a clause on what is wrong.
QString takeInput(const Answer& answer, const SharedRegion& region, const PreprocessSpec& spec,
                  NetworkInput& input)
{
    const int size = spec.inputSize;
    const bool crops = spec.lungs.crop != LungPreparation::Crop::None && answer.lungsMissing == 0;
    if (!lies(answer.imageLeft, answer.imageWidth, size, crops)
        || !lies(answer.imageTop, answer.imageHeight, size, crops))
        return u"a picture outside of the network's input"_s;
    input.height = size;
    input.width = size;
    input.imageLeft = answer.imageLeft;
    input.imageTop = answer.imageTop;
    input.imageWidth = answer.imageWidth;
    input.imageHeight = answer.imageHeight;
    input.lungsMissing = answer.lungsMissing != 0;
    // Copied first, since the child can still change what lies in the region.
    const auto count = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
    input.values.assign(region.input(), region.input() + count);
    if (!std::all_of(input.values.begin(), input.values.end(),
                     [](float value) { return std::isfinite(value); }))
        return u"an input that is no number"_s;
    return {};
}

/// Empty, or a clause on what is wrong.
QString takeThumbnail(const Answer& answer, const SharedRegion& region, GrayImage8& thumbnail)
{
    const int width = answer.thumbnailWidth;
    const int height = answer.thumbnailHeight;
    if (width < 1 || height < 1 || std::max(width, height) != thumbnailSide)
        return u"a thumbnail of another size"_s;
    thumbnail.width = width;
    thumbnail.height = height;
    thumbnail.pixels.assign(region.thumbnail(),
                            region.thumbnail() + std::size_t{1} * width * height);
    return {};
}

CheckedAnswer studyFrom(const Answer& answer, const QJsonObject& json, const SharedRegion& region,
                        const PreprocessSpec& spec)
{
    DecodedStudy study;
    QString wrong = takeInput(answer, region, spec, study.input);
    if (wrong.isEmpty())
        wrong = takeThumbnail(answer, region, study.thumbnail);
    if (wrong.isEmpty() && answer.lungsMissing > (spec.needsLungs() ? 1 : 0))
        wrong = u"lungs that nobody looked for"_s;
    if (!wrong.isEmpty())
        return nonsense(wrong);
    if (!isTime(answer.decodeMs) || !isTime(answer.preprocessMs))
        return nonsense(u"times that cannot be"_s);
    study.decodeMs = answer.decodeMs;
    study.preprocessMs = answer.preprocessMs;
    auto facts = factsFromJson(json.value(u"facts"_s).toObject(), wrong);
    if (!facts)
        return nonsense(u"an impossible \"%1\""_s.arg(wrong));
    study.facts = *std::move(facts);
    study.identity = json.value(u"identity"_s).toString();
    if (!isIdentity(study.identity, study.facts.sopInstanceUid))
        return nonsense(u"no identity"_s);
    study.pixelChecksum = json.value(u"pixels"_s).toString();
    if (!study.pixelChecksum.isEmpty() && !isPixelChecksum(study.pixelChecksum))
        return nonsense(u"no checksum"_s);
    return {std::move(study), {}, {}};
}

} // namespace

CheckedAnswer checkAnswer(const Answer& answer, quint32 request, const SharedRegion& region,
                          const PreprocessSpec& spec)
{
    if (answer.magic != magic || answer.number != request)
        return nonsense(u"an answer to something else"_s);
    if (answer.factsBytes == 0 || qsizetype{answer.factsBytes} > factsRoom)
        return nonsense(u"%1 bytes of facts"_s.arg(answer.factsBytes));
    const QByteArray text(region.facts(), qsizetype{answer.factsBytes});
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return nonsense(u"facts that are no JSON"_s);
    switch (answer.kind) {
    case AnswerKind::Study:
        return studyFrom(answer, document.object(), region, spec);
    case AnswerKind::Failure:
        return checkFailure(document.object());
    }
    return nonsense(u"an unknown kind of answer"_s);
}

CheckedAnswer checkFailure(const QJsonObject& json)
{
    const int code = json.value(codeKey).toInt(-1);
    const QString message = json.value(messageKey).toString();
    const auto known
        = std::find_if(readingErrors.begin(), readingErrors.end(),
                       [code](ErrorCode error) { return static_cast<int>(error) == code; });
    if (known == readingErrors.end() || message.isEmpty() || message.size() > maxMessage)
        return nonsense(u"a failure without a reason"_s);
    return {{}, Error{*known, message, json.value(contextKey).toString().left(maxMessage)}, {}};
}

QByteArray failureJson(const Error& error)
{
    const QJsonObject json{{codeKey, static_cast<int>(error.code)},
                           {messageKey, error.message.left(maxMessage)},
                           {contextKey, error.context.left(maxMessage)}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace ccad::isolation
