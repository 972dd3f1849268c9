// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/received_object.h"

#include "core/base/files.h"
#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/isolation/decoding_service.h"
#include "core/nodes/dicom_names.h"
#include "core/nodes/internal/meta_header.h"
#include "core/nodes/query.h"

#include <QDataStream>
#include <QIODevice>
#include <QtEndian>

#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr char explicitSyntax[] = "1.2.840.10008.1.2.1";

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

Result<ObjectIdentity> walked(const QByteArray& file, const imaging::ReadGuard& guard)
{
    Identity identity;
    const auto layout = imaging::scanDicom(file, guard, identity, imaging::MediumIndex::Refused);
    if (!layout)
        return layout.error();
    ObjectIdentity told{identity.object(), identity.metaEnd()};
    told.object.transferSyntaxUid = layout->transferSyntaxUid.toLatin1();
    if (told.object.transferSyntaxUid.isEmpty())
        told.object.transferSyntaxUid
            = layout->encoding.explicitVr ? explicitSyntax : implicitSyntax;
    return told;
}

QByteArray bytesOf(const ObjectIdentity& told)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    const ReceivedObject& object = told.object;
    stream << object.sopClassUid << object.sopInstanceUid << object.studyUid
           << object.transferSyntaxUid << told.datasetOffset;
    return bytes;
}

std::optional<ObjectIdentity> identityFrom(const QByteArray& bytes)
{
    ObjectIdentity told;
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    ReceivedObject& object = told.object;
    stream >> object.sopClassUid >> object.sopInstanceUid >> object.studyUid
        >> object.transferSyntaxUid >> told.datasetOffset;
    if (stream.status() != QDataStream::Ok || !stream.atEnd() || told.datasetOffset < 0)
        return std::nullopt;
    return told;
}

/// What the file says is used in messages to peers, so it is held to its form. Nothing, or a
/// clause.
std::optional<Error> impossibleIn(const ReceivedObject& object)
{
    if (!isUid(object.sopClassUid) || !isUid(object.sopInstanceUid))
        return Error{ErrorCode::FileBroken, u"it has no usable SOP UIDs"_s, {}};
    if (!object.studyUid.isEmpty() && !isUid(object.studyUid))
        return Error{ErrorCode::FileBroken, u"it has an impossible Study Instance UID"_s, {}};
    if (!isUid(object.transferSyntaxUid))
        return Error{ErrorCode::FileBroken, u"it has an impossible Transfer Syntax UID"_s, {}};
    return std::nullopt;
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

Result<ObjectIdentity> identityOfFile(const QString& path, const QString& name,
                                      const CancelToken& cancel)
{
    const auto bytes = decoding().contentNamed(ForeignKind::ObjectIdentity, path, name, cancel);
    if (!bytes)
        return bytes.error();
    const auto told = identityFrom(*bytes);
    if (!told)
        return DecodingService::nonsense(name, u"an identity that cannot be"_s);
    if (const auto wrong = impossibleIn(told->object))
        return DecodingService::cannotRead(name, *wrong);
    return *told;
}

Result<QByteArray> readObjectIdentity(const QByteArray& content, const QString& path,
                                      const ReadLimits& limits)
{
    const imaging::ReadGuard guard(limits, {});
    QByteArray bytes;
    const auto done
        = imaging::readGuarded(content, path, guard, [&](const QByteArray& whole) -> Result<void> {
              const auto told = walked(whole, guard);
              if (!told)
                  return told.error();
              bytes = bytesOf(*told);
              return {};
          });
    return done ? Result<QByteArray>(bytes) : done.error();
}

std::vector<FileToSend> filesToSend(const QStringList& paths)
{
    std::vector<FileToSend> files;
    for (const QString& path : paths)
        files.push_back({path});
    return files;
}

Result<ObjectToSend> objectOfFile(const FileToSend& file, qint64 mostBytes,
                                  const CancelToken& cancel)
{
    const QString& path = file.path;
    const auto told = file.identity ? Result<ObjectIdentity>(*file.identity)
                                    : identityOfFile(path, path, cancel);
    if (!told)
        return told.error();
    auto content = readFile(path, mostBytes);
    if (!content)
        return content.error();
    if (told->datasetOffset > content->size())
        return Error{ErrorCode::FileBroken, u"%1 became shorter while it was read."_s.arg(path),
                     path};
    ObjectToSend object{told->object, *std::move(content), told->datasetOffset};
    object.identity.path = path;
    object.identity.bytes = object.file.size();
    return object;
}

} // namespace ccad
