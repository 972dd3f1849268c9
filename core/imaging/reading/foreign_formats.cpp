// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/foreign_formats.h"

#include "core/imaging/pictures/codestream.h"

#include <algorithm>
#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

using namespace std::string_view_literals;

struct Signature
{
    qsizetype offset;
    std::string_view bytes;
    const char* name;
};

/// By the bytes at one place; the more telling ones first.
constexpr std::array signatures = {
    Signature{0, "GIF87a"sv, "a GIF picture"},
    Signature{0, "GIF89a"sv, "a GIF picture"},
    Signature{8, "WEBP"sv, "a WebP picture"},
    Signature{0, "%PDF-"sv, "a PDF document"},
    Signature{0, "%!PS"sv, "a PostScript document"},
    Signature{344, "n+1\0"sv, "a NIfTI volume"},
    Signature{344, "ni1\0"sv, "the header of a NIfTI volume"},
    Signature{4, "n+2\0"sv, "a NIfTI-2 volume"},
    Signature{4, "ni2\0"sv, "the header of a NIfTI-2 volume"},
    Signature{0, "NRRD000"sv, "an NRRD volume"},
    Signature{0, "ObjectType"sv, "a MetaImage volume"},
    Signature{0, "NDims"sv, "a MetaImage volume"},
    Signature{0, "SIMPLE  ="sv, "a FITS picture"},
    Signature{0, "\x89HDF\r\n\x1a\n"sv, "an HDF5 file"},
    Signature{0, "CDF\x01"sv, "a NetCDF or MINC file"},
    Signature{0, "CDF\x02"sv, "a NetCDF or MINC file"},
    Signature{0, "MATLAB 5.0 MAT"sv, "a MATLAB file"},
    Signature{0, "\x93NUMPY"sv, "a NumPy array"},
    Signature{0, "8BPS"sv, "a Photoshop picture"},
    Signature{0, "gimp xcf"sv, "a GIMP picture"},
    Signature{0, "\0\0\x01\0"sv, "a Windows icon"},
    Signature{0, "II\xbc\x01"sv, "a JPEG XR picture"},
    Signature{0, "v/1\x01"sv, "an OpenEXR picture"},
    Signature{0, "#?RADIANCE"sv, "a Radiance picture"},
    Signature{0, "qoif"sv, "a QOI picture"},
    Signature{0, "BPG\xfb"sv, "a BPG picture"},
    Signature{0, "AT&TFORM"sv, "a DjVu document"},
    Signature{0, "\xd7\xcd\xc6\x9a"sv, "a Windows metafile"},
    Signature{0, "\x8aMNG\r\n"sv, "an MNG animation"},
    Signature{0, "\x59\xa6\x6a\x95"sv, "a Sun raster picture"},
    Signature{0, "\x01\xda"sv, "an SGI picture"},
    Signature{0, "PK\x03\x04"sv, "a ZIP archive"},
    Signature{0, "PK\x05\x06"sv, "an empty ZIP archive"},
    Signature{0, "\x1f\x8b"sv, "a file packed with gzip"},
    Signature{0, "BZh"sv, "a file packed with bzip2"},
    Signature{0,
              "\xfd"
              "7zXZ\0"sv,
              "a file packed with xz"},
    Signature{0, "\x28\xb5\x2f\xfd"sv, "a file packed with zstd"},
    Signature{0, "7z\xbc\xaf\x27\x1c"sv, "a 7-Zip archive"},
    Signature{0, "Rar!\x1a\x07"sv, "a RAR archive"},
    Signature{257, "ustar"sv, "a tar archive"},
    Signature{0, "MSCF\0\0\0\0"sv, "a Windows cabinet"},
    Signature{0, "\x04\x22\x4d\x18"sv, "a file packed with lz4"},
    Signature{0, "LZIP"sv, "a file packed with lzip"},
    Signature{0, "070701"sv, "a cpio archive"},
    Signature{0, "070702"sv, "a cpio archive"},
    Signature{0, "070707"sv, "a cpio archive"},
    Signature{0, "!<arch>\n"sv, "an archive of Unix's ar"},
    Signature{0, "xar!"sv, "a xar archive"},
    Signature{0, "MSWIM\0\0\0"sv, "a Windows disk image"},
    Signature{0, "SQLite format 3"sv, "an SQLite database"},
    Signature{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "an old Office document"},
    Signature{0, "{\\rtf"sv, "an RTF document"},
    Signature{0, "\x1a\x45\xdf\xa3"sv, "a Matroska or WebM video"},
    Signature{8, "AVI "sv, "an AVI video"},
    Signature{0, "\0\0\x01\xba"sv, "an MPEG video"},
    Signature{0, "\0\0\x01\xb3"sv, "an MPEG video"},
    Signature{0, "OggS"sv, "an Ogg video or sound"},
    Signature{0,
              "\x7f"
              "ELF"sv,
              "a program"},
};

/// Files of ISO's media format by their brand.
QString ofBrand(const QByteArray& content)
{
    if (content.mid(4, 4) != "ftyp")
        return {};
    const QByteArray brands = content.mid(8, 64);
    if (brands.startsWith("avif") || brands.startsWith("avis"))
        return u"an AVIF picture"_s;
    for (const char* brand : {"heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs"})
        if (brands.startsWith(brand))
            return u"a HEIC picture"_s;
    if (brands.startsWith("mif1") || brands.startsWith("msf1"))
        return brands.contains("avif") ? u"an AVIF picture"_s : u"a HEIF picture"_s;
    if (brands.startsWith("crx "))
        return u"a raw photograph"_s;
    if (brands.startsWith("qt  "))
        return u"a QuickTime video"_s;
    return u"an MP4 video or a file like it"_s;
}

/// JPEG 2000, HTJ2K and JPEG XL outside of DICOM.
QString ofCodestream(const QByteArray& content)
{
    switch (compressionOf(content).value_or(Compression::None)) {
    case Compression::Jpeg2000:
        return u"a JPEG 2000 picture, which is read within DICOM alone"_s;
    case Compression::HighThroughputJpeg2000:
        return u"an HTJ2K picture, which is read within DICOM alone"_s;
    case Compression::JpegXl:
        return u"a JPEG XL picture, which is read within DICOM alone"_s;
    default:
        return {};
    }
}

/// Markup and the netpbm formats, which begin with text.
QString ofText(const QByteArray& content)
{
    QByteArray begin = content.left(1024);
    if (begin.startsWith("\xEF\xBB\xBF"))
        begin = begin.mid(3);
    begin = begin.trimmed();
    if (begin.startsWith('<')) {
        if (begin.contains("<svg"))
            return u"an SVG drawing"_s;
        const QByteArray lower = begin.toLower();
        if (lower.startsWith("<!doctype html") || lower.contains("<html"))
            return u"a web page"_s;
        return lower.startsWith("<?xml") ? u"an XML document"_s : QString();
    }
    const bool isNetpbm = begin.size() > 2 && begin[0] == 'P' && begin[1] >= '1' && begin[1] <= '7'
        && std::isspace(static_cast<unsigned char>(begin[2])) != 0;
    return isNetpbm ? u"a PBM, PGM or PPM picture"_s : QString();
}

} // namespace

QString foreignFormat(const QByteArray& content)
{
    const auto* signature = std::find_if(
        signatures.begin(), signatures.end(), [&content](const Signature& candidate) {
            const auto size = static_cast<qsizetype>(candidate.bytes.size());
            return content.size() >= candidate.offset + size
                && std::string_view(content.constData() + candidate.offset, candidate.bytes.size())
                == candidate.bytes;
        });
    if (signature != signatures.end())
        return QString::fromLatin1(signature->name);
    for (const auto& told : {ofBrand(content), ofCodestream(content), ofText(content)})
        if (!told.isEmpty())
            return told;
    return {};
}

} // namespace ccad::imaging
