// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostile_headers.h"

#include <QtEndian>

namespace ccad::test {

namespace {

constexpr quint32 itemTag = 0xFFFEE000;
constexpr quint32 itemEnd = 0xFFFEE00D;
constexpr quint32 sequenceEnd = 0xFFFEE0DD;
constexpr quint32 undefined = 0xFFFFFFFF;

template <typename Number> QByteArray bytesOf(Number number, bool bigEndian)
{
    QByteArray bytes(sizeof(Number), '\0');
    if (bigEndian)
        qToBigEndian(number, bytes.data());
    else
        qToLittleEndian(number, bytes.data());
    return bytes;
}

QByteArray tagBytes(quint32 tag, bool bigEndian)
{
    return bytesOf(static_cast<quint16>(tag >> 16), bigEndian)
        + bytesOf(static_cast<quint16>(tag & 0xFFFF), bigEndian);
}

QByteArray word(quint16 value, const ElementForm& form)
{
    return bytesOf(value, form.bigEndian);
}

/// What every data set begins with, so that its encoding is recognised.
QByteArray modality(const ElementForm& form)
{
    return rawElement(0x00080060, "CS", "DX", form);
}

/// Elements that the reader asks for, in an item of its own charset.
QByteArray viewCode(const ElementForm& form)
{
    return rawElement(0x00080005, "CS", "ISO_IR 100", form)
        + rawElement(0x00080100, "SH", "R-10206 ", form)
        + rawElement(0x00080104, "LO",
                     "vor\xFC"
                     "ber",
                     form);
}

std::vector<QByteArray> endings(const ElementForm& form)
{
    ElementForm wide = form;
    wide.lengthBytes = 4;
    const ElementForm implicitInside{false, false, 4};
    const QByteArray rows = rawElement(0x00280010, "US", word(16, form), form);
    const QByteArray item = rawItem(itemTag, viewCode(form), -1, form.bigEndian);
    return {
        rows + rows + rawElement(0x00280010, "US", word(32, form), form),
        rawElement(0x00280010, "US", word(16, form) + 'x', form)
            + rawElement(0x00280011, "US", "y", form),
        rawElement(0x00080060, "CS", "", form) + rawElement(0x00080060, "CS", "CT", form),
        rawElement(0x00100010, "PN", "M\xFCller^J\xF6rg", form)
            + rawElement(0x00080005, "CS", "ISO_IR 100", form),
        rawElement(0x00100020, "LO", QByteArray("4711\0junk", 9), form),
        rawElement(0x00280010, "UN", bytesOf<quint16>(16, false), wide),
        rawElement(0x00280030, "UN", "0.1\\0.2 ", wide),
        rawElement(0x00280106, "xs", word(1, form), wide),
        rawElement(0x00281101, "US", word(0, form) + word(0, form) + word(16, form), form)
            + rawElement(0x00281201, "OW", QByteArray(301, '\x07'), wide),
        rawElement(0x00281201, "OB", QByteArray(33, '\x07'), wide),
        rawSequence(0x00540220, "SQ", viewCode(form), wide),
        rawSequence(0x00540220, "UN", viewCode(implicitInside), wide),
        rawElement(0x00540220, "UN", item, wide),
        rawElement(0x00540220, "SQ", item, wide),
        rawElement(0x00540220, "SQ", item + item, wide) + rawElement(0x00540220, "SQ", item, wide),
        rawElement(0x00540220, "SQ", "", wide) + rawElement(0x00540220, "SQ", item, wide),
        rawElement(0x00540220, "LO", "no items", form),
        rawElement(0x00280010, "SQ", item, wide),
        rawSequence(0x00280030, "SQ", viewCode(form), wide),
        rawSequence(0x52009230, "SQ",
                    rawSequence(0x00289132, "SQ",
                                rawElement(0x00281050, "DS", "40", form)
                                    + rawElement(0x00281051, "DS", "400 ", form),
                                wide),
                    wide),
        rawElement(0x00283006, "OW", tagBytes(itemTag, form.bigEndian) + QByteArray(8, '\0'), wide),
        rawElement(0x00200020, "CS", "L\\F", form, 60000),
        rawElement(0x00280010, "US", word(16, form), form, 3),
        rawSequence(0x00540220, "SQ", viewCode(form), wide).chopped(4),
    };
}

} // namespace

QByteArray rawElement(quint32 tag, const QByteArray& vr, const QByteArray& value,
                      const ElementForm& form, qint64 length)
{
    const auto said = static_cast<quint32>(length < 0 ? value.size() : length);
    QByteArray bytes = tagBytes(tag, form.bigEndian);
    if (!form.explicitVr)
        return bytes + bytesOf(said, form.bigEndian) + value;
    bytes += vr;
    if (form.lengthBytes == 4)
        return bytes + QByteArray(2, '\0') + bytesOf(said, form.bigEndian) + value;
    return bytes + bytesOf(static_cast<quint16>(said), form.bigEndian) + value;
}

QByteArray rawItem(quint32 tag, const QByteArray& content, qint64 length, bool bigEndian)
{
    const auto said = static_cast<quint32>(length < 0 ? content.size() : length);
    return tagBytes(tag, bigEndian) + bytesOf(said, bigEndian) + content;
}

QByteArray rawSequence(quint32 tag, const QByteArray& vr, const QByteArray& content,
                       const ElementForm& form)
{
    // What is UN is implicit little endian inside (PS3.5 6.2.2).
    const bool bigEndian = form.bigEndian && vr != "UN";
    return rawElement(tag, vr, {}, form, undefined)
        + rawItem(itemTag, content, undefined, bigEndian) + rawItem(itemEnd, {}, 0, bigEndian)
        + rawItem(sequenceEnd, {}, 0, bigEndian);
}

QByteArray withForeignVr(const QByteArray& vr)
{
    const auto number
        = [](quint32 tag, quint16 value) { return rawElement(tag, "US", word(value, {}), {}); };
    // 40 bytes, so that the length reads as the tag (0028,0000), whose VR begins the value.
    const QByteArray value = rawElement(0, "UL", QByteArray(4, '\0')).mid(4)
        + number(0x00280011, 77) + number(0x00280106, 3) + rawElement(0x00280108, "LO", "fill");
    return modality({}) + number(0x00280010, 16)
        + rawElement(0x00280009, vr, value, {true, false, 4}) + number(0x00280100, 16);
}

QByteArray hiddenNesting()
{
    const auto number
        = [](quint32 tag, quint16 value) { return rawElement(tag, "US", word(value, {}), {}); };
    // So long that the length reads as the tag (0028,0002).
    constexpr qsizetype length = 0x00020028;
    const QByteArray sequence = rawElement(0x00280030, "SQ", {}, {true, false, 4}, undefined)
        + rawItem(itemTag, {}, undefined);
    const QByteArray nested = sequence.mid(4) + sequence.repeated(length / sequence.size());
    return modality({}) + number(0x00280002, 1) + rawElement(0x00280004, "CS", "MONOCHROME2 ")
        + number(0x00280010, 16) + number(0x00280011, 16)
        + rawElement(0x00280099, "\x01\x01", nested.left(length), {true, false, 4})
        + number(0x00280100, 16) + number(0x00280101, 16) + number(0x00280102, 15)
        + number(0x00280103, 0)
        + rawElement(0x7FE00010, "OW", QByteArray(512, '\x11'), {true, false, 4});
}

std::vector<QByteArray> ambiguousDatasets()
{
    std::vector<QByteArray> datasets;
    for (const ElementForm& form :
         {ElementForm{true, false, 2}, ElementForm{true, true, 2}, ElementForm{false, false, 4}}) {
        const QByteArray end = rawElement(0x00280100, "US", word(16, form), form);
        for (const QByteArray& ending : endings(form)) {
            datasets.push_back(modality(form) + ending);
            datasets.push_back(modality(form) + ending + end);
        }
    }
    return datasets;
}

QByteArray withMoreScans(const QByteArray& jpeg, int scans)
{
    const qsizetype at = jpeg.indexOf("\xFF\xDA");
    if (at < 0)
        qFatal("The test's JPEG has no scan");
    const qsizetype header = 2 + qFromBigEndian<quint16>(jpeg.constData() + at + 2);
    return jpeg.left(at) + jpeg.mid(at, header).repeated(scans) + jpeg.mid(at);
}

QByteArray withEmptyFragments(const QByteArray& file, int fragments)
{
    // Pixel Data OB of undefined length; the offset table is the first of its items.
    const QByteArray begin = QByteArray::fromHex("e07f10004f420000ffffffff");
    const qsizetype at = file.lastIndexOf(begin + rawItem(itemTag, {}).left(4));
    if (at < 0)
        qFatal("The test's file has no compressed pixels");
    const qsizetype table = at + begin.size();
    const qsizetype first = table + 8 + qFromLittleEndian<quint32>(file.constData() + table + 4);
    return file.left(first) + rawItem(itemTag, {}).repeated(fragments) + file.mid(first);
}

} // namespace ccad::test
