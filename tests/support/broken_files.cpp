// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/broken_files.h"

#include "core/base/random.h"
#include "tests/support/bombs.h"
#include "tests/support/broken_bytes.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"
#include "tests/support/varied_chest.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <map>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

const std::vector<std::int32_t>& chest(int side)
{
    static std::map<int, std::vector<std::int32_t>> drawn;
    const auto [place, isNew] = drawn.try_emplace(side);
    if (isNew)
        place->second = drawChest(side, side, 200);
    return place->second;
}

/// Quick to make: the drawn chest under a light and with a grain of its own.
GrayImage8 picture(Random& random)
{
    const int side = std::array{64, 80, 96, 128}[random.below(4)];
    const double across = random.uniform(-0.3, 0.3);
    const double down = random.uniform(-0.3, 0.3);
    GrayImage8 image{side, side, {}};
    image.pixels.reserve(static_cast<std::size_t>(side * side));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const double light
                = 1 + across * (x - side / 2.0) / side + down * (y - side / 2.0) / side;
            const double grey = chest(side)[static_cast<std::size_t>(y * side + x)] * light
                + random.uniform(-6, 6);
            image.pixels.push_back(static_cast<std::uint8_t>(std::clamp(grey, 0.0, 255.0)));
        }
    return image;
}

QByteArray dicomOf(Random& random, int number, const QByteArray& syntax)
{
    const GrayImage8 image = picture(random);
    DicomSpec spec;
    spec.columns = image.width;
    spec.rows = image.height;
    for (const std::uint8_t grey : image.pixels)
        spec.values.push_back(grey * 16);
    spec.transferSyntax = syntax;
    spec.tags = [number](DcmDataset& dataset) {
        const QByteArray uid = "2.25.70000" + QByteArray::number(number);
        dataset.putAndInsertString(DCM_SOPInstanceUID, uid.constData());
        dataset.putAndInsertString(DCM_WindowCenter, "1800");
        dataset.putAndInsertString(DCM_WindowWidth, "3600");
    };
    return writeDicom(spec);
}

QByteArray plainDicom(Random& random, int number)
{
    return dicomOf(random, number, "1.2.840.10008.1.2.1");
}

QByteArray randomBytes(Random& random, int count)
{
    QByteArray bytes;
    for (int i = 0; i < count; ++i)
        bytes.append(static_cast<char>(random.next()));
    return bytes;
}

QByteArray flipped(QByteArray bytes, Random& random, qsizetype from, qsizetype to, int count)
{
    for (int i = 0; i < count; ++i) {
        const qsizetype at
            = from + static_cast<qsizetype>(random.below(static_cast<std::size_t>(to - from)));
        bytes[at] = static_cast<char>(bytes[at] ^ 1 << random.below(8));
    }
    return bytes;
}

/// The begin of a program where a DICOM file may have anything.
QByteArray withPreamble(QByteArray file, const QByteArray& program)
{
    return file.replace(0, program.size(), program);
}

QByteArray wrongSyntax(Random& random, int number)
{
    QByteArray file = dicomOf(random, number, "1.2.840.10008.1.2.4.70");
    const QByteArray said = "1.2.840.10008.1.2.4.70";
    return file.replace(file.indexOf(said), said.size(), "1.2.840.10008.1.2.4.90");
}

using Maker = QByteArray (*)(Random&, int);

/// Content that is broken, and what must become of it.
struct BrokenKind
{
    const char* name;
    Expected expected;
    Maker make;
};

constexpr BrokenKind brokenContents[] = {
    {"truncated DICOM", Expected::Bad,
     [](Random& random, int number) {
         const QByteArray file = plainDicom(random, number);
         return file.left(
             200
             + static_cast<qsizetype>(random.below(static_cast<std::size_t>(file.size() - 400))));
     }},
    {"truncated PNG", Expected::Bad,
     [](Random& random, int) {
         const QByteArray file = pngOf(picture(random));
         return file.left(file.size() / 2);
     }},
    {"truncated JPEG", Expected::Bad,
     [](Random& random, int) { return jpegOf(picture(random)).left(100); }},
    {"more rows than pixels", Expected::Bad,
     [](Random& random, int number) {
         return withWord(plainDicom(random, number), 0x0028, 0x0010, 5000);
     }},
    {"absurd size", Expected::Bad,
     [](Random& random, int number) {
         return withWord(withWord(plainDicom(random, number), 0x0028, 0x0010, 65535), 0x0028,
                         0x0011, 65535);
     }},
    {"length beyond the file", Expected::Bad,
     [](Random& random, int number) {
         return withLength(plainDicom(random, number), 0x7FE0, 0x0010, 0x7FFFFFFE);
     }},
    {"length of a tag too long", Expected::Bad,
     [](Random& random, int number) {
         return withLength(plainDicom(random, number), 0x0008, 0x0018, 65534);
     }},
    {"deep sequences", Expected::Bad,
     [](Random& random, int) {
         return nestedSequences(2000 + static_cast<int>(random.below(1000)), random.chance(0.5),
                                true);
     }},
    {"directories in a circle", Expected::Either,
     [](Random& random, int) { return tiffWithCircle(picture(random)); }},
    {"PNG of absurd size", Expected::Bad,
     [](Random& random, int) {
         return pngBomb(100000, 50000 + static_cast<quint32>(random.below(50000)));
     }},
    {"PNG that inflates", Expected::Bad,
     [](Random& random, int) { return inflatingPng(20000 + static_cast<int>(random.below(99))); }},
    {"DICOM that inflates", Expected::Bad,
     [](Random& random, int) { return inflatingDicom(3000 + static_cast<int>(random.below(99))); }},
    {"ZIP that inflates", Expected::Bad,
     [](Random& random, int) { return inflatingZip(400 + static_cast<int>(random.below(99))); }},
    // Read where the stream itself tells what it is (tests/core/imaging/test_wrong_syntax.cpp).
    {"wrong transfer syntax", Expected::Either, wrongSyntax},
    {"random bytes", Expected::Bad,
     [](Random& random, int) { return QByteArray("\x01\x02", 2) + randomBytes(random, 3000); }},
    {"random bytes after DICM", Expected::Bad,
     [](Random& random, int) {
         return QByteArray(128, '\0') + "DICM" + QByteArray("\x02\0\x10\0UI\xF0\xFF", 8)
             + randomBytes(random, 3000);
     }},
    {"flipped bits in a PNG", Expected::Bad,
     [](Random& random, int) {
         const QByteArray file = pngOf(picture(random));
         return flipped(file, random, 60, file.size() - 60, 8);
     }},
    {"flipped bits in a DICOM header", Expected::Either,
     [](Random& random, int number) {
         return flipped(plainDicom(random, number), random, 132, 700, 6);
     }},
    {"flipped bits in a lossless JPEG", Expected::Either,
     [](Random& random, int number) {
         const QByteArray file = dicomOf(random, number, "1.2.840.10008.1.2.4.70");
         return flipped(file, random, file.size() / 2, file.size() - 10, 10);
     }},
    {"flipped bits in JPEG 2000", Expected::Either,
     [](Random& random, int number) {
         const QByteArray file = dicomOf(random, number, "1.2.840.10008.1.2.4.90");
         return flipped(file, random, file.size() / 2, file.size() - 10, 10);
     }},
    {"Windows program before DICM", Expected::Good,
     [](Random& random, int number) {
         return withPreamble(plainDicom(random, number), QByteArray("MZ\x90\0\x03\0\0\0", 8));
     }},
    {"Linux program before DICM", Expected::Good,
     [](Random& random, int number) {
         return withPreamble(plainDicom(random, number),
                             QByteArray("\x7F"
                                        "ELF\x02\x01\x01",
                                        7));
     }},
    {"empty", Expected::Bad, [](Random&, int) { return QByteArray(); }},
    {"zeros", Expected::Bad,
     [](Random& random, int) {
         return QByteArray(1000 + static_cast<qsizetype>(random.below(1000)), '\0');
     }},
    {"text", Expected::Bad,
     [](Random&, int number) {
         return QByteArray("Dear colleague,\nsee picture ") + QByteArray::number(number) + ".\n";
     }},
};
constexpr int contentKinds = static_cast<int>(std::size(brokenContents));

/// What is wrong with a file that has no content of its own.
struct SpecialKind
{
    const char* name;
    void (*make)(const QByteArray& path);
};

void must(bool done, const QByteArray& path)
{
    if (!done)
        qFatal("Cannot write the test file %s", path.constData());
}

constexpr SpecialKind specialKinds[] = {
    {"FIFO", [](const QByteArray& path) { must(mkfifo(path.constData(), 0600) == 0, path); }},
    {"link to itself",
     [](const QByteArray& path) { must(symlink(path.constData(), path.constData()) == 0, path); }},
    {"link to nowhere",
     [](const QByteArray& path) { must(symlink("nowhere.dcm", path.constData()) == 0, path); }},
    {"link to a device",
     [](const QByteArray& path) { must(symlink("/dev/zero", path.constData()) == 0, path); }},
};
constexpr int specialCount = static_cast<int>(std::size(specialKinds));

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    must(file.open(QIODevice::WriteOnly) && file.write(content) == content.size(),
         QFile::encodeName(path));
}

/// Names that people and machines give; they say nothing about the content.
QString nameOf(int number, const char* suffix)
{
    const QString digits = u"%1"_s.arg(number, 4, 10, QChar(u'0'));
    const QString folder = u"day %1/"_s.arg(number / 250 + 1);
    if (number % 50 == 7)
        return folder + u"=1+%1, \"Thorax\""_s.arg(digits);
    if (number % 50 == 23)
        return folder + u"R\u00F6ntgen %1"_s.arg(digits);
    return folder + digits + QLatin1String(suffix);
}

class Writer
{
public:
    explicit Writer(const QString& folder) : m_folder(folder) { }

    GeneratedFile good(int number)
    {
        Random random(derivedSeed(5, static_cast<std::uint64_t>(number)));
        if (number % 3 == 0) {
            static constexpr std::array syntaxes{"1.2.840.10008.1.2.1",    "1.2.840.10008.1.2",
                                                 "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80",
                                                 "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5",
                                                 "1.2.840.10008.1.2.1.99"};
            return put({nameOf(number, ".dcm"), u"DICOM"_s},
                       dicomOf(random, number, syntaxes[random.below(syntaxes.size())]));
        }
        if (number % 3 == 1)
            return put({nameOf(number, ".png"), u"PNG"_s}, pngOf(picture(random)));
        return put({nameOf(number, ".jpg"), u"JPEG"_s}, jpegOf(picture(random)));
    }

    GeneratedFile broken(int number, int kind)
    {
        Random random(derivedSeed(6, static_cast<std::uint64_t>(number)));
        if (kind < contentKinds) {
            const BrokenKind& how = brokenContents[kind];
            return put({nameOf(number, ".dcm"), QString::fromLatin1(how.name), how.expected},
                       how.make(random, number));
        }
        if (kind < contentKinds + specialCount)
            return special(number, specialKinds[kind - contentKinds]);
        return withoutPermission(number, random);
    }

private:
    GeneratedFile special(int number, const SpecialKind& kind)
    {
        const GeneratedFile file{nameOf(number, ".dcm"), QString::fromLatin1(kind.name),
                                 Expected::Bad, true};
        kind.make(QFile::encodeName(pathOf(file)));
        return file;
    }
    GeneratedFile withoutPermission(int number, Random& random)
    {
        GeneratedFile file
            = put({nameOf(number, ".png"), u"no permission"_s}, pngOf(picture(random)));
        const QByteArray path = QFile::encodeName(pathOf(file));
        must(chmod(path.constData(), 0) == 0, path);
        // The superuser needs none.
        file.expected = access(path.constData(), R_OK) == 0 ? Expected::Good : Expected::Bad;
        return file;
    }
    GeneratedFile put(const GeneratedFile& file, const QByteArray& content)
    {
        write(pathOf(file), content);
        return file;
    }
    [[nodiscard]] QString pathOf(const GeneratedFile& file) const
    {
        const QString path = m_folder + u'/' + file.name;
        QDir().mkpath(QFileInfo(path).path());
        return path;
    }

    QString m_folder;
};

} // namespace

int brokenKinds()
{
    return contentKinds + specialCount + 1;
}

std::vector<GeneratedFile> writeBrokenFiles(const QString& folder, int count)
{
    Writer writer(folder);
    std::vector<GeneratedFile> files;
    for (int number = 0; number < count; ++number) {
        const bool isBroken = number % 10 == 9;
        files.push_back(isBroken ? writer.broken(number, number / 10 % brokenKinds())
                                 : writer.good(number));
    }
    return files;
}

} // namespace ccad::test
