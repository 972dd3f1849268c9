// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_syntax.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

struct Syntax
{
    const char* uid;
    const char* name;
    std::optional<Compression> compression = {};
};

/// The transfer syntaxes of PS3.6 A, retired ones too, and GE's private one. Those without a
/// compression have no decoder.
constexpr std::array syntaxes = {
    Syntax{"1.2.840.10008.1.2", "implicit little endian", Compression::None},
    Syntax{"1.2.840.10008.1.2.1", "explicit little endian", Compression::None},
    Syntax{"1.2.840.10008.1.2.1.98", "encapsulated uncompressed", Compression::None},
    Syntax{"1.2.840.10008.1.2.1.99", "deflated", Compression::None},
    Syntax{"1.2.840.10008.1.2.2", "explicit big endian", Compression::None},
    Syntax{"1.2.840.113619.5.2", "GE's private syntax", Compression::None},
    Syntax{"1.2.840.10008.1.2.8.1", "deflated image frames", Compression::Deflated},
    Syntax{"1.2.840.10008.1.2.5", "RLE", Compression::Rle},
    Syntax{"1.2.840.10008.1.2.4.50", "JPEG", Compression::Jpeg},
    Syntax{"1.2.840.10008.1.2.4.51", "JPEG", Compression::Jpeg},
    Syntax{"1.2.840.10008.1.2.4.53", "JPEG", Compression::Jpeg},
    Syntax{"1.2.840.10008.1.2.4.55", "JPEG", Compression::Jpeg},
    Syntax{"1.2.840.10008.1.2.4.57", "JPEG", Compression::Jpeg},
    Syntax{"1.2.840.10008.1.2.4.70", "JPEG", Compression::Jpeg},
    Syntax{"1.2.840.10008.1.2.4.80", "JPEG-LS", Compression::JpegLs},
    Syntax{"1.2.840.10008.1.2.4.81", "JPEG-LS", Compression::JpegLs},
    Syntax{"1.2.840.10008.1.2.4.90", "JPEG 2000", Compression::Jpeg2000},
    Syntax{"1.2.840.10008.1.2.4.91", "JPEG 2000", Compression::Jpeg2000},
    Syntax{"1.2.840.10008.1.2.4.110", "JPEG XL", Compression::JpegXl},
    Syntax{"1.2.840.10008.1.2.4.111", "JPEG XL", Compression::JpegXl},
    Syntax{"1.2.840.10008.1.2.4.112", "JPEG XL", Compression::JpegXl},
    Syntax{"1.2.840.10008.1.2.4.201", "HTJ2K", Compression::HighThroughputJpeg2000},
    Syntax{"1.2.840.10008.1.2.4.202", "HTJ2K", Compression::HighThroughputJpeg2000},
    Syntax{"1.2.840.10008.1.2.4.203", "HTJ2K", Compression::HighThroughputJpeg2000},
    Syntax{"1.2.840.10008.1.2.4.52", "extended JPEG with arithmetic coding, retired"},
    Syntax{"1.2.840.10008.1.2.4.54", "spectral selection JPEG with arithmetic coding, retired"},
    Syntax{"1.2.840.10008.1.2.4.56", "progressive JPEG with arithmetic coding, retired"},
    Syntax{"1.2.840.10008.1.2.4.58", "lossless JPEG with arithmetic coding, retired"},
    Syntax{"1.2.840.10008.1.2.4.59", "hierarchical JPEG, retired"},
    Syntax{"1.2.840.10008.1.2.4.60", "hierarchical JPEG with arithmetic coding, retired"},
    Syntax{"1.2.840.10008.1.2.4.61", "hierarchical JPEG, retired"},
    Syntax{"1.2.840.10008.1.2.4.62", "hierarchical JPEG with arithmetic coding, retired"},
    Syntax{"1.2.840.10008.1.2.4.63", "hierarchical JPEG, retired"},
    Syntax{"1.2.840.10008.1.2.4.64", "hierarchical JPEG with arithmetic coding, retired"},
    Syntax{"1.2.840.10008.1.2.4.65", "hierarchical lossless JPEG, retired"},
    Syntax{"1.2.840.10008.1.2.4.66", "hierarchical lossless JPEG with arithmetic coding, retired"},
    Syntax{"1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2, multi-component"},
    Syntax{"1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2, multi-component"},
    Syntax{"1.2.840.10008.1.2.4.94", "JPIP, a picture on a server"},
    Syntax{"1.2.840.10008.1.2.4.95", "JPIP, a picture on a server"},
    Syntax{"1.2.840.10008.1.2.4.204", "JPIP HTJ2K, a picture on a server"},
    Syntax{"1.2.840.10008.1.2.4.205", "JPIP HTJ2K, a picture on a server"},
    Syntax{"1.2.840.10008.1.2.4.100", "MPEG-2 video"},
    Syntax{"1.2.840.10008.1.2.4.100.1", "MPEG-2 video"},
    Syntax{"1.2.840.10008.1.2.4.101", "MPEG-2 video"},
    Syntax{"1.2.840.10008.1.2.4.101.1", "MPEG-2 video"},
    Syntax{"1.2.840.10008.1.2.4.102", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.102.1", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.103", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.103.1", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.104", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.104.1", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.105", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.105.1", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.106", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.106.1", "MPEG-4 AVC video"},
    Syntax{"1.2.840.10008.1.2.4.107", "HEVC video"},
    Syntax{"1.2.840.10008.1.2.4.108", "HEVC video"},
    Syntax{"1.2.840.10008.1.2.7.1", "SMPTE ST 2110-20 video"},
    Syntax{"1.2.840.10008.1.2.7.2", "SMPTE ST 2110-20 video"},
    Syntax{"1.2.840.10008.1.2.7.3", "SMPTE ST 2110-30 sound"},
    Syntax{"1.2.840.10008.1.2.6.1", "MIME encapsulation, retired"},
    Syntax{"1.2.840.10008.1.2.6.2", "XML encoding, retired"},
    Syntax{"1.2.840.10008.1.20", "Papyrus 3, retired"},
};

const Syntax* find(const QString& uid)
{
    const auto* it = std::find_if(syntaxes.begin(), syntaxes.end(), [&uid](const Syntax& syntax) {
        return uid == QLatin1StringView(syntax.uid);
    });
    return it == syntaxes.end() ? nullptr : it;
}

} // namespace

std::optional<Compression> compressionOfSyntax(const QString& uid)
{
    const Syntax* syntax = find(uid);
    return syntax ? syntax->compression : std::nullopt;
}

QString nameOfSyntax(const QString& uid)
{
    const Syntax* syntax = find(uid);
    return syntax ? QString::fromLatin1(syntax->name) : QString();
}

QString nameOf(Compression compression)
{
    switch (compression) {
    case Compression::None:
        return u"uncompressed"_s;
    case Compression::Deflated:
        return u"deflated frames"_s;
    case Compression::Rle:
        return u"RLE"_s;
    case Compression::Jpeg:
        return u"JPEG"_s;
    case Compression::JpegLs:
        return u"JPEG-LS"_s;
    case Compression::Jpeg2000:
        return u"JPEG 2000"_s;
    case Compression::HighThroughputJpeg2000:
        return u"HTJ2K"_s;
    case Compression::JpegXl:
        return u"JPEG XL"_s;
    }
    return {};
}

QString describeSyntax(const QString& uid)
{
    const QString name = nameOfSyntax(uid);
    return name.isEmpty() ? uid : u"%1 (%2)"_s.arg(uid, name);
}

QStringList noteOnSyntax(const QString& uid, Compression compression)
{
    const auto said = compressionOfSyntax(uid);
    if (said == compression)
        return {};
    const QString found = nameOf(compression);
    if (uid.isEmpty())
        return compression == Compression::None
            ? QStringList()
            : QStringList{u"The file does not say how its picture is compressed; it was read as "
                          "%1."_s.arg(found)};
    if (nameOfSyntax(uid).isEmpty())
        return {u"The file's transfer syntax %1 is not known; its picture was read as %2."_s.arg(
            uid, found)};
    return {u"The file's transfer syntax says %1, but its picture is %2; it was read as what it "
            "is."_s.arg(said ? nameOf(*said) : nameOfSyntax(uid), found)};
}

QStringList noteOnEncoding(const DicomLayout& layout)
{
    if (!layout.saidEncoding || nameOfSyntax(layout.transferSyntaxUid).isEmpty())
        return {};
    const auto words = [](const DicomEncoding& encoding) {
        return u"%1 %2 endian"_s.arg(encoding.explicitVr ? u"explicit"_s : u"implicit"_s,
                                     encoding.bigEndian ? u"big"_s : u"little"_s);
    };
    return {u"The file's transfer syntax says that its data set is %1, but it is %2; it was read "
            "as what it is."_s.arg(words(*layout.saidEncoding), words(layout.encoding))};
}

} // namespace ccad::imaging
