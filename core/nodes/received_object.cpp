// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/received_object.h"

#include "core/base/files.h"
#include "core/imaging/dicom/dicom_scan.h"
#include "core/nodes/dicom_names.h"
#include "core/nodes/internal/meta_header.h"
#include "core/nodes/query.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr char implicitSyntax[] = "1.2.840.10008.1.2";
constexpr char explicitSyntax[] = "1.2.840.10008.1.2.1";
/// By which a peer knows who wrote the file; derived from a UUID (PS3.5 B.2).
constexpr char implementationUid[] = "2.25.220470155906183137812961457033498521379";

void appendMeta(QByteArray& header, quint16 element, const char* vr, QByteArray value)
{
    if (value.size() % 2 != 0)
        value.append('\0');
    const bool isLong = qstrcmp(vr, "OB") == 0;
    char start[4];
    qToLittleEndian(quint16{2}, start);
    qToLittleEndian(element, start + 2);
    header.append(start, sizeof start).append(vr, 2);
    char length[4];
    if (isLong) {
        header.append(2, '\0');
        qToLittleEndian(static_cast<quint32>(value.size()), length);
        header.append(length, 4);
    } else {
        qToLittleEndian(static_cast<quint16>(value.size()), length);
        header.append(length, 2);
    }
    header.append(value);
}

/// Finds the UIDs of the data set itself, and where the meta header ends.
class Identity final : public imaging::DicomVisitor
{
public:
    void element(const QByteArray& bytes, const imaging::Header& header,
                 const imaging::DicomEncoding&, qint64 endOffset) override
    {
        m_isMeta = m_isMeta && header.tag >> 16 == 2;
        if (m_isMeta)
            m_metaEnd = endOffset;
        QByteArray* uid = m_depth > 0 ? nullptr : fieldFor(header.tag);
        if (uid != nullptr && uid->isEmpty() && header.length <= 66)
            *uid = unpadded(bytes.mid(header.valueOffset, header.length));
    }
    void opened(const imaging::Header&, bool) override
    {
        m_isMeta = false;
        ++m_depth;
    }
    void closed() override { --m_depth; }
    void restIgnored(const Error&) override { }

    [[nodiscard]] const ReceivedObject& object() const { return m_object; }
    [[nodiscard]] qint64 metaEnd() const { return m_metaEnd; }

private:
    QByteArray* fieldFor(quint32 tag)
    {
        switch (tag) {
        case attribute::sopClassUid:
            return &m_object.sopClassUid;
        case attribute::sopInstanceUid:
            return &m_object.sopInstanceUid;
        case attribute::studyUid:
            return &m_object.studyUid;
        default:
            return nullptr;
        }
    }

    ReceivedObject m_object;
    bool m_isMeta = true; ///< no element of the data set came yet
    qint64 m_metaEnd = 0;
    int m_depth = 0;
};

Result<ObjectToSend> walked(const QByteArray& file, const CancelToken& cancel)
{
    const imaging::ReadGuard guard(ReadLimits(), cancel);
    Identity identity;
    const auto layout = imaging::scanDicom(file, guard, identity, imaging::MediumIndex::Refused);
    if (!layout)
        return Error{layout.error().code,
                     u"An object cannot be read: %1."_s.arg(layout.error().message),
                     layout.error().context};
    ObjectToSend object{identity.object(), file, identity.metaEnd()};
    ReceivedObject& facts = object.identity;
    if (!isUid(facts.sopClassUid) || !isUid(facts.sopInstanceUid))
        return Error{ErrorCode::FileBroken, u"An object has no usable SOP UIDs."_s, {}};
    if (!facts.studyUid.isEmpty() && !isUid(facts.studyUid))
        return Error{ErrorCode::FileBroken, u"An object has an impossible Study UID."_s, {}};
    facts.transferSyntaxUid = layout->transferSyntaxUid.toLatin1();
    if (facts.transferSyntaxUid.isEmpty())
        facts.transferSyntaxUid = layout->encoding.explicitVr ? explicitSyntax : implicitSyntax;
    return object;
}

} // namespace

QByteArray metaHeaderOf(const AnnouncedObject& object)
{
    QByteArray elements;
    appendMeta(elements, 0x0001, "OB", QByteArray("\0\1", 2));
    appendMeta(elements, 0x0002, "UI", object.sopClassUid);
    appendMeta(elements, 0x0003, "UI", object.sopInstanceUid);
    appendMeta(elements, 0x0010, "UI", object.transferSyntaxUid);
    appendMeta(elements, 0x0012, "UI", implementationUid);
    QByteArray length(4, '\0');
    qToLittleEndian(static_cast<quint32>(elements.size()), length.data());
    QByteArray header(128, '\0');
    header += "DICM";
    appendMeta(header, 0x0000, "UL", length);
    return header + elements;
}

Result<ReceivedObject> identityOf(const QByteArray& file, const CancelToken& cancel)
{
    auto object = walked(file, cancel);
    return object ? Result<ReceivedObject>(std::move(object->identity)) : object.error();
}

Result<ObjectToSend> objectOfFile(const QString& path, qint64 mostBytes, const CancelToken& cancel)
{
    const auto content = readFile(path, mostBytes);
    if (!content)
        return content.error();
    auto object = walked(*content, cancel);
    if (!object)
        return object.error();
    object->identity.path = path;
    object->identity.bytes = content->size();
    return object;
}

} // namespace ccad
