// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_syntax.h"

#include "core/imaging/pictures/codestream.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

enum class Kind
{
    Unknown,
    Baseline,
    Extended,
    Progressive,
    Lossless,
    NearLossless
};

struct SyntaxKinds
{
    const char* uid;
    const char* name;
    std::array<Kind, 2> kinds; ///< that it allows
};

/// The transfer syntaxes that allow only some kinds of their compression (PS3.5 A.4, 10.8
/// to 10.18).
constexpr std::array kindsOfSyntaxes = {
    SyntaxKinds{"1.2.840.10008.1.2.4.50", "baseline JPEG", {Kind::Baseline, Kind::Baseline}},
    SyntaxKinds{"1.2.840.10008.1.2.4.51", "extended JPEG", {Kind::Extended, Kind::Baseline}},
    SyntaxKinds{
        "1.2.840.10008.1.2.4.53", "progressive JPEG", {Kind::Progressive, Kind::Progressive}},
    SyntaxKinds{
        "1.2.840.10008.1.2.4.55", "progressive JPEG", {Kind::Progressive, Kind::Progressive}},
    SyntaxKinds{"1.2.840.10008.1.2.4.57", "lossless JPEG", {Kind::Lossless, Kind::Lossless}},
    SyntaxKinds{"1.2.840.10008.1.2.4.70", "lossless JPEG", {Kind::Lossless, Kind::Lossless}},
    SyntaxKinds{"1.2.840.10008.1.2.4.80", "lossless JPEG-LS", {Kind::Lossless, Kind::Lossless}},
    SyntaxKinds{"1.2.840.10008.1.2.4.90", "lossless JPEG 2000", {Kind::Lossless, Kind::Lossless}},
    SyntaxKinds{"1.2.840.10008.1.2.4.201", "lossless HTJ2K", {Kind::Lossless, Kind::Lossless}},
    SyntaxKinds{"1.2.840.10008.1.2.4.202", "lossless HTJ2K", {Kind::Lossless, Kind::Lossless}},
};

Kind kindOfJpeg(const QByteArray& stream)
{
    const auto info = jpegInfo(stream);
    switch (info ? info->frameMarker : quint8{0}) {
    case 0xC0:
        return Kind::Baseline;
    case 0xC1:
        return Kind::Extended;
    case 0xC2:
        return Kind::Progressive;
    case 0xC3:
        return Kind::Lossless;
    default:
        return Kind::Unknown;
    }
}

Kind kindOf(const QByteArray& stream, Compression compression)
{
    std::optional<bool> isLossless;
    switch (compression) {
    case Compression::Jpeg:
        return kindOfJpeg(stream);
    case Compression::JpegLs:
        isLossless = isLosslessJpegLs(stream);
        break;
    case Compression::Jpeg2000:
    case Compression::HighThroughputJpeg2000:
        isLossless = isReversibleJpeg2000(stream);
        break;
    default:
        break;
    }
    return !isLossless ? Kind::Unknown : *isLossless ? Kind::Lossless : Kind::NearLossless;
}

QString nameOf(Kind kind, Compression compression)
{
    switch (kind) {
    case Kind::Baseline:
        return u"baseline JPEG"_s;
    case Kind::Extended:
        return u"extended JPEG"_s;
    case Kind::Progressive:
        return u"progressive JPEG"_s;
    case Kind::Lossless:
        return u"lossless "_s + nameOf(compression);
    case Kind::NearLossless:
        return (compression == Compression::JpegLs ? u"near-lossless "_s : u"lossy "_s)
            + nameOf(compression);
    case Kind::Unknown:
        break;
    }
    return {};
}

} // namespace

QStringList noteOnKind(const QString& uid, const QByteArray& stream, Compression compression)
{
    const auto* said
        = std::find_if(kindsOfSyntaxes.begin(), kindsOfSyntaxes.end(),
                       [&](const SyntaxKinds& one) { return uid == QLatin1StringView(one.uid); });
    if (said == kindsOfSyntaxes.end() || compressionOfSyntax(uid) != compression)
        return {};
    const Kind kind = kindOf(stream, compression);
    const bool isAllowed
        = std::find(said->kinds.begin(), said->kinds.end(), kind) != said->kinds.end();
    if (kind == Kind::Unknown || isAllowed)
        return {};
    return {u"The file's transfer syntax says %1, but its picture is %2; it was read as what it "
            "is."_s.arg(QString::fromLatin1(said->name), nameOf(kind, compression))};
}

} // namespace ccad::imaging
