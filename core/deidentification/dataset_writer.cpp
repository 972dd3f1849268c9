// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/dataset_writer.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad {

using imaging::DicomEncoding;

namespace {

constexpr qsizetype preambleBytes = 128;
constexpr qsizetype longestShort = 0xFFFE;
/// Of CCAD as an implementation of DICOM (PS3.7 D.3.3.2), made of a UUID.
constexpr QByteArrayView implementationUid = "2.25.240697231826457718320934573641235478293";

bool hasLongLength(const QByteArray& vr)
{
    // PS3.5 7.1.2: all others have a length of two bytes.
    static constexpr QByteArrayView shortVrs
        = "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US";
    return vr.size() != 2 || !shortVrs.contains(vr);
}

class Writer
{
public:
    Writer(QByteArray& out, const DicomEncoding& encoding) : m_out(out), m_encoding(encoding) { }

    void item(const DataItem& item)
    {
        for (const DataElement& element : item.elements)
            write(element);
    }
    void write(const DataElement& element);

private:
    void u16(quint16 value)
    {
        char bytes[2];
        m_encoding.bigEndian ? qToBigEndian(value, bytes) : qToLittleEndian(value, bytes);
        m_out.append(bytes, 2);
    }
    void u32(quint32 value)
    {
        char bytes[4];
        m_encoding.bigEndian ? qToBigEndian(value, bytes) : qToLittleEndian(value, bytes);
        m_out.append(bytes, 4);
    }
    void tag(quint32 value)
    {
        u16(static_cast<quint16>(value >> 16));
        u16(static_cast<quint16>(value & 0xFFFF));
    }
    void header(quint32 elementTag, QByteArray vr, quint32 length);
    [[nodiscard]] QByteArray sequence(const DataElement& element) const;

    QByteArray& m_out;
    DicomEncoding m_encoding;
};

void Writer::header(quint32 elementTag, QByteArray vr, quint32 length)
{
    tag(elementTag);
    if (!m_encoding.explicitVr) {
        u32(length);
        return;
    }
    // PS3.5 6.2.2: a value that is too long for its VR is of an unknown one.
    if (!hasLongLength(vr) && length > longestShort)
        vr = QByteArrayLiteral("UN");
    m_out += vr;
    if (hasLongLength(vr)) {
        u16(0);
        u32(length);
    } else {
        u16(static_cast<quint16>(length));
    }
}

QByteArray Writer::sequence(const DataElement& element) const
{
    QByteArray all;
    for (const DataItem& held : element.items) {
        QByteArray bytes;
        Writer(bytes, m_encoding).item(held);
        Writer around(all, m_encoding);
        around.tag(0xFFFEE000);
        around.u32(static_cast<quint32>(bytes.size()));
        all += bytes;
    }
    return all;
}

void Writer::write(const DataElement& element)
{
    if (element.isEncapsulated) {
        header(element.tag, element.writtenVr, imaging::undefinedLength);
        m_out += element.value;
        return;
    }
    const QByteArray value = element.vr == "SQ" ? sequence(element) : element.value;
    const bool isOdd = value.size() % 2 != 0;
    header(element.tag, element.writtenVr, static_cast<quint32>(value.size() + (isOdd ? 1 : 0)));
    m_out += value;
    if (isOdd) {
        static constexpr QByteArrayView spaced = "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT";
        m_out += spaced.contains(element.vr) ? ' ' : '\0';
    }
}

DataElement metaElement(quint32 tag, const char* vr, const QByteArray& value)
{
    return {tag, vr, vr, value, {}, false};
}

} // namespace

QByteArray writeDicomFile(const MetaHeader& meta, const DataItem& dataset,
                          const DicomEncoding& encoding)
{
    DataItem rest;
    rest.put(metaElement(0x00020001, "OB", QByteArray("\0\1", 2)));
    rest.put(metaElement(0x00020002, "UI", meta.sopClassUid));
    rest.put(metaElement(0x00020003, "UI", meta.sopInstanceUid));
    rest.put(metaElement(0x00020010, "UI", meta.transferSyntaxUid));
    rest.put(metaElement(0x00020012, "UI", implementationUid.toByteArray()));
    rest.put(metaElement(0x00020013, "SH", "CCAD"));
    QByteArray behind;
    const DicomEncoding metaEncoding{true, false};
    Writer(behind, metaEncoding).item(rest);
    QByteArray length(4, '\0');
    qToLittleEndian(static_cast<quint32>(behind.size()), length.data());

    QByteArray file(preambleBytes, '\0');
    file += "DICM";
    Writer(file, metaEncoding).write(metaElement(0x00020000, "UL", length));
    file += behind;
    Writer(file, encoding).item(dataset);
    return file;
}

} // namespace ccad
