// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/seeds.h"

#include "core/imaging/dicom/used_tags.h"

#include <array>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

struct Maker
{
    std::string_view harness;
    std::vector<Seed> (*make)();
};

constexpr std::array makers
    = {Maker{"pictures", &pictureSeeds},   Maker{"parsers", &parserSeeds},
       Maker{"tags", &tagSeeds},           Maker{"tables", &tableSeeds},
       Maker{"archives", &archiveSeeds},   Maker{"weights", &weightSeeds},
       Maker{"documents", &documentSeeds}, Maker{"answers", &answerSeeds},
       Maker{"journals", &journalSeeds},   Maker{"protocol", &protocolSeeds},
       Maker{"network", &networkSeeds}};

/// A line of a dictionary: each byte that is no letter or digit is written in hexadecimal.
QByteArray entry(const QByteArray& word)
{
    QByteArray line = "\"";
    for (const char byte : word) {
        const auto code = static_cast<unsigned char>(byte);
        if ((code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z'))
            line += byte;
        else
            line += "\\x" + QByteArray(1, byte).toHex();
    }
    return line + "\"\n";
}

QByteArray tagBytes(quint32 tag)
{
    const auto byte = [tag](int shift) { return QByteArray(1, static_cast<char>(tag >> shift)); };
    return byte(16) + byte(24) + byte(0) + byte(8); // little endian
}

} // namespace

std::vector<Seed> seedsOf(std::string_view harness)
{
    for (const Maker& maker : makers)
        if (maker.harness == harness)
            return maker.make();
    return {};
}

QByteArray dictionary()
{
    std::set<QByteArray> words;
    for (const imaging::UsedTag& used : imaging::usedTags())
        words.insert(tagBytes(used.tag));
    for (const quint32 tag : {0xFFFEE000U, 0xFFFEE00DU, 0xFFFEE0DDU, 0x7FE00010U, 0x60003000U})
        words.insert(tagBytes(tag));
    for (const char* word : {"DICM",
                             "1.2.840.10008.1.2",
                             "1.2.840.10008.1.2.1",
                             "1.2.840.10008.1.2.2",
                             "1.2.840.10008.1.2.1.99",
                             "1.2.840.10008.1.2.5",
                             "1.2.840.10008.1.2.4.50",
                             "1.2.840.10008.1.2.4.51",
                             "1.2.840.10008.1.2.4.70",
                             "1.2.840.10008.1.2.4.80",
                             "1.2.840.10008.1.2.4.90",
                             "1.2.840.10008.1.2.4.110",
                             "1.2.840.10008.1.2.4.201",
                             "1.2.840.10008.1.3.10",
                             "MONOCHROME1",
                             "MONOCHROME2",
                             "RGB",
                             "YBR_FULL",
                             "YBR_FULL_422",
                             "YBR_RCT",
                             "PALETTE COLOR",
                             "ISO_IR 100",
                             "ISO_IR 192",
                             "ISO 2022 IR 87",
                             "SQ",
                             "UN",
                             "OB",
                             "OW",
                             "US",
                             "SS",
                             "UL",
                             "DS",
                             "IS",
                             "IHDR",
                             "IDAT",
                             "PLTE",
                             "tRNS",
                             "gAMA",
                             "pHYs",
                             "eXIf",
                             "JFIF",
                             "Adobe",
                             "Exif",
                             "ustar",
                             "format_version",
                             "network",
                             "preprocess",
                             "classes",
                             "threshold",
                             "input_size",
                             "facts",
                             "identity",
                             "columns",
                             "rows",
                             "vois",
                             "initial_voi",
                             "entries",
                             "F32",
                             "I64",
                             "dtype",
                             "shape",
                             "data_offsets",
                             "data.pkl",
                             "torch._utils",
                             "_rebuild_tensor_v2",
                             "FloatStorage",
                             "SQLite format 3"})
        words.insert(word);
    for (const char* bytes :
         {"ffd8ff", "ffd9",         "ffda",     "ffc0",     "ffc2",     "ffc3",
          "ffc4",   "ffdb",         "ffdd",     "fff7",     "ff4f",     "ff51",
          "ff52",   "ff90",         "ff93",     "ff0a",     "49492a00", "4d4d002a",
          "424d",   "504b0304",     "504b0102", "504b0506", "504b0607", "1f8b08",
          "425a68", "fd377a585a00", "28b52ffd", "ffffffff", "00000080", "ffffff7f"})
        words.insert(QByteArray::fromHex(bytes));
    QByteArray text;
    for (const QByteArray& word : words)
        text += entry(word);
    return text;
}

} // namespace ccad::fuzz
