// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/dicom_values.h"

#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <array>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

/// Characters that a value takes (PS3.5 6.2); for PN those of each of its three groups.
qsizetype longest(const QByteArray& vr)
{
    struct Length
    {
        const char* vr;
        qsizetype characters;
    };
    static constexpr std::array<Length, 13> lengths = {{{"AE", 16},
                                                        {"AS", 4},
                                                        {"CS", 16},
                                                        {"DA", 8},
                                                        {"DS", 16},
                                                        {"DT", 26},
                                                        {"IS", 12},
                                                        {"LO", 64},
                                                        {"PN", 64},
                                                        {"SH", 16},
                                                        {"ST", 1024},
                                                        {"TM", 14},
                                                        {"UI", 64}}};
    for (const Length& length : lengths)
        if (vr == length.vr)
            return length.characters;
    return 10240; // LT, UC, UT
}

bool isParagraph(const QByteArray& vr)
{
    return vr == "ST" || vr == "LT" || vr == "UT";
}

QString cut(const QString& text, qsizetype characters)
{
    QString part = text.left(characters);
    if (!part.isEmpty() && part.back().isHighSurrogate())
        part.chop(1);
    return part.trimmed();
}

QByteArray vrOf(const DcmTagKey& tag)
{
    return DcmTag(tag).getVRName();
}

} // namespace

QString fitted(const QString& text, const QByteArray& vr)
{
    QString clean;
    for (const QChar c : text) {
        const bool isLineEnd = c == u'\r' || c == u'\n';
        if (c.category() != QChar::Other_Control || (isLineEnd && isParagraph(vr)))
            clean += c == u'\\' && !isParagraph(vr) ? QChar(u'/') : c;
        else if (!clean.endsWith(u' '))
            clean += u' ';
    }
    if (vr == "CS")
        clean = clean.toUpper();
    if (vr != "PN")
        return cut(clean.trimmed(), longest(vr));
    QStringList groups = clean.trimmed().split(u'=').mid(0, 3);
    for (QString& group : groups)
        group = cut(group, longest(vr));
    return groups.join(u'=');
}

void ValueWriter::note(const OFCondition& state)
{
    if (state.bad() && m_fault.isEmpty())
        m_fault = QString::fromLatin1(state.text());
}

void ValueWriter::take(const ValueWriter& inner)
{
    if (m_fault.isEmpty())
        m_fault = inner.m_fault;
}

void ValueWriter::text(const DcmTagKey& tag, const QString& value)
{
    text(tag, fitted(value, vrOf(tag)).toUtf8().constData());
}

void ValueWriter::text(const DcmTagKey& tag, const char* value)
{
    note(m_item.putAndInsertString(DcmTag(tag), value));
}

void ValueWriter::privateText(const DcmTagKey& tag, const QString& value)
{
    note(m_item.putAndInsertString(DcmTag(tag, DcmVR(EVR_LO)),
                                   fitted(value, "LO").toUtf8().constData()));
}

void ValueWriter::texts(const DcmTagKey& tag, const QStringList& values)
{
    QStringList all;
    for (const QString& value : values)
        all << fitted(value, vrOf(tag));
    text(tag, all.join(u'\\').toUtf8().constData());
}

void ValueWriter::words(const DcmTagKey& tag, const std::vector<Uint16>& values)
{
    note(m_item.putAndInsertUint16Array(DcmTag(tag), values.data(), values.size()));
}

void ValueWriter::longs(const DcmTagKey& tag, const std::vector<Uint32>& values)
{
    note(m_item.putAndInsertUint32Array(DcmTag(tag), values.data(), values.size()));
}

void ValueWriter::floats(const DcmTagKey& tag, const std::vector<float>& values)
{
    note(m_item.putAndInsertFloat32Array(DcmTag(tag, DcmVR(EVR_FL)), values.data(), values.size()));
}

void ValueWriter::doubles(const DcmTagKey& tag, const std::vector<double>& values)
{
    note(m_item.putAndInsertFloat64Array(DcmTag(tag, DcmVR(EVR_FD)), values.data(), values.size()));
}

void ValueWriter::decimal(const DcmTagKey& tag, const std::vector<double>& values)
{
    QStringList all;
    for (const double value : values)
        all << QString::number(value, 'g', 9); // "-1.23456789e-12" still fits 16 characters
    text(tag, all.join(u'\\').toLatin1().constData());
}

void ValueWriter::integer(const DcmTagKey& tag, int value)
{
    text(tag, QByteArray::number(value).constData());
}

void ValueWriter::code(const DcmTagKey& sequence, const Code& code)
{
    addItem(sequence, [&code](ValueWriter& item) {
        item.text(DCM_CodeValue, code.value);
        item.text(DCM_CodingSchemeDesignator, code.scheme);
        if (!code.schemeVersion.isEmpty())
            item.text(DCM_CodingSchemeVersion, code.schemeVersion);
        item.text(DCM_CodeMeaning, code.meaning);
    });
}

void ValueWriter::emptySequence(const DcmTagKey& sequence)
{
    note(m_item.insertEmptyElement(DcmTag(sequence)));
}

DcmItem* ValueWriter::newItem(const DcmTagKey& sequence)
{
    DcmItem* made = nullptr;
    constexpr long appended = -2;
    note(m_item.findOrCreateSequenceItem(DcmTag(sequence), made, appended));
    return made;
}

Result<void> ValueWriter::result() const
{
    if (m_fault.isEmpty())
        return {};
    return Error{
        ErrorCode::Internal, u"DCMTK does not take a value of the object (%1)."_s.arg(m_fault), {}};
}

Result<QByteArray> fileBytes(DcmDataset& dataset)
{
    const auto failed = [](const OFCondition& state) {
        return Error{
            ErrorCode::Internal,
            u"DCMTK cannot write the object (%1)."_s.arg(QString::fromLatin1(state.text())),
            {}};
    };
    DcmFileFormat file(&dataset, OFFalse);
    struct Release
    {
        DcmFileFormat& file;
        ~Release() { static_cast<void>(file.getAndRemoveDataset()); } // it is the caller's
    } const release{file};

    constexpr E_TransferSyntax syntax = EXS_LittleEndianExplicit;
    if (const OFCondition state = file.validateMetaInfo(syntax); state.bad())
        return failed(state);
    // Room for all of it and for the meta header, so that nothing is moved again.
    constexpr Uint32 metaHeader = 4096;
    QByteArray buffer(qsizetype{file.calcElementLength(syntax, EET_ExplicitLength)} + metaHeader,
                      Qt::Uninitialized);
    DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
    QByteArray bytes;
    file.transferInit();
    OFCondition state = EC_StreamNotifyClient;
    while (state == EC_StreamNotifyClient) {
        state = file.write(stream, syntax, EET_ExplicitLength, nullptr);
        void* written = nullptr;
        offile_off_t length = 0;
        stream.flushBuffer(written, length);
        if (bytes.isEmpty() && state.good()) {
            buffer.truncate(static_cast<qsizetype>(length));
            bytes = std::move(buffer);
        } else {
            bytes.append(static_cast<const char*>(written), static_cast<qsizetype>(length));
        }
    }
    file.transferEnd();
    if (state.bad())
        return failed(state);
    return bytes;
}

} // namespace ccad::results
