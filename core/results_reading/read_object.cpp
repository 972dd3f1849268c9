// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/read_object.h"

#include "core/imaging/dicom/dicom_codecs.h"
#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/isolation/decoding_service.h"
#include "core/results_reading/internal/object_readers.h"
#include "core/results_reading/internal/object_transfer.h"

#include <functional>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

enum class Kind
{
    Report,
    State,
    Map
};

/// By the SOP class. All reports have UIDs under one root; the Key Object Selection is one of them.
std::optional<Kind> kindOf(const QString& sopClass)
{
    if (sopClass.startsWith(u"1.2.840.10008.5.1.4.1.1.88."))
        return Kind::Report;
    if (sopClass == u"1.2.840.10008.5.1.4.1.1.11.1")
        return Kind::State;
    if (sopClass == u"1.2.840.10008.5.1.4.1.1.30")
        return Kind::Map;
    return std::nullopt;
}

/// Of a data set alone; values are views of `content`.
Result<ReadObject> objectIn(const QByteArray& content, const imaging::ReadGuard& guard)
{
    imaging::registerDicomCodecs(); // silences DCMTK's log
    const auto format = imaging::recognise(content);
    if (!format)
        return format.error();
    if (*format != FileFormat::Dicom)
        return imaging::unsupported(u"it is a picture, no DICOM report or presentation state"_s);
    const auto tree = readDatasetTree(content, guard);
    if (!tree)
        return tree.error();
    const ItemReader dataset(*tree);
    ReadObject object;
    object.facts = factsOf(dataset);
    if (object.facts.sopClassUid.isEmpty())
        object.facts.sopClassUid = tree->layout.mediaSopClassUid;
    const auto kind = kindOf(object.facts.sopClassUid);
    if (!kind)
        return imaging::unsupported(
            u"it is %1, no structured report, grey presentation state or parametric map"_s.arg(
                sopClassWords(object.facts.sopClassUid)));
    if (*kind == Kind::Report) {
        object.content = reportIn(dataset);
    } else if (*kind == Kind::State) {
        object.content = stateIn(dataset);
    } else {
        auto map = mapIn(dataset, guard);
        if (!map)
            return map.error();
        object.content = *std::move(map);
    }
    if (auto inTime = guard.check(u"reading the object"_s); !inTime)
        return inTime.error();
    return object;
}

/// `handOver` gives a reader the bytes of the file.
Result<ReadObject>
objectFrom(const imaging::ReadGuard& guard,
           const std::function<Result<void>(const imaging::ContentReader&)>& handOver)
{
    ReadObject object;
    const auto done = handOver([&](const QByteArray& content) -> Result<void> {
        auto read = objectIn(content, guard);
        if (!read)
            return read.error();
        object = *std::move(read);
        return {};
    });
    return done ? Result<ReadObject>(std::move(object)) : done.error();
}

} // namespace

QString ReadObject::kind() const
{
    if (std::holds_alternative<StructuredReport>(content))
        return u"structured report"_s;
    if (std::holds_alternative<PresentationState>(content))
        return u"presentation state"_s;
    return u"parametric map"_s;
}

bool beginsAsResultObject(const QByteArray& begin)
{
    // The meta header has a class in its first elements (PS3.10 7.1), padded to an even length.
    const qsizetype at = begin.indexOf(QByteArrayView("\x02\x00\x02\x00UI", 6));
    constexpr qsizetype header = 8;
    if (begin.mid(128, 4) != "DICM" || at < 0 || at + header > begin.size())
        return false;
    const int length = static_cast<quint8>(begin[at + 6]);
    const QByteArray uid = trimmedValue(begin.mid(at + header, length));
    return kindOf(QString::fromLatin1(uid)).has_value();
}

Result<ReadObject> readResultObject(const QByteArray& content, const QString& path,
                                    const ReadLimits& limits, const CancelToken& cancel)
{
    const imaging::ReadGuard guard(limits, cancel);
    return objectFrom(guard, [&](const imaging::ContentReader& read) {
        return imaging::readGuarded(content, path, guard, read);
    });
}

Result<ReadObject> readResultObject(const QString& path, const CancelToken& cancel)
{
    const auto bytes = decoding().content(ForeignKind::ResultObject, path, cancel);
    if (!bytes)
        return bytes.error();
    if (auto object = objectFromBytes(*bytes))
        return *std::move(object);
    return DecodingService::nonsense(path, u"an object that cannot be"_s);
}

Result<QByteArray> readObjectBytes(const QByteArray& content, const QString& path,
                                   const ReadLimits& limits)
{
    const auto object = readResultObject(content, path, limits);
    return object ? Result<QByteArray>(objectToBytes(*object)) : object.error();
}

} // namespace ccad::results
