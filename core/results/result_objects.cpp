// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/result_objects.h"

#include "core/base/parallel.h"
#include "core/results/internal/object_makers.h"
#include "core/results/internal/view_turn.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <future>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr std::array makers = {
    ObjectMaker{ObjectKind::Film, "film", "Film", makeFilm},
    ObjectMaker{ObjectKind::StructuredReport, "sr", "Structured report", makeStructuredReport},
    ObjectMaker{ObjectKind::SecondaryCapture, "sc", "Picture with finding", makeSecondaryCapture},
    ObjectMaker{ObjectKind::PresentationState, "gsps", "Presentation state", makePresentationState},
    ObjectMaker{ObjectKind::ParametricMap, "map", "Class maps", makeParametricMap},
    ObjectMaker{ObjectKind::Segmentation, "seg", "Segmentation of the lungs", makeSegmentation},
    ObjectMaker{ObjectKind::Pdf, "pdf", "Report as PDF", makePdf},
};

/// Is there the same object already? Its UID says so, whatever the file holds beside it.
bool holds(const QString& path, const QString& sopInstanceUid)
{
    const auto known = readFilmSource(path);
    return known && known->sopInstanceUid == sopInstanceUid;
}

} // namespace

QString ObjectRequest::instanceUid(ObjectKind kind) const
{
    if (kind == ObjectKind::Film)
        return film.sopInstanceUid;
    const QByteArray name = nameOf(kind).toLatin1();
    // Another window or another page is another object beside the first, in the same series.
    if (kind == ObjectKind::SecondaryCapture || kind == ObjectKind::PresentationState)
        return uids.uid(name, "instance " + shownKey(shown));
    if (kind == ObjectKind::Pdf)
        return uids.uid(name, "instance " + sha256Hex(reportPdf).toLatin1() + shownKey(shown));
    return uids.uid(name, "instance");
}

QString ObjectRequest::seriesUid(ObjectKind kind) const
{
    return kind == ObjectKind::Film ? film.seriesInstanceUid
                                    : uids.uid(nameOf(kind).toLatin1(), "series");
}

std::span<const ObjectMaker> objectMakers()
{
    return makers;
}

QString nameOf(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Film:
        return u"film"_s;
    case ObjectKind::StructuredReport:
        return u"sr"_s;
    case ObjectKind::SecondaryCapture:
        return u"sc"_s;
    case ObjectKind::PresentationState:
        return u"gsps"_s;
    case ObjectKind::ParametricMap:
        return u"map"_s;
    case ObjectKind::Segmentation:
        return u"seg"_s;
    case ObjectKind::Pdf:
        return u"pdf"_s;
    case ObjectKind::KeyObjects:
        break;
    }
    return u"kos"_s;
}

std::optional<ObjectKind> kindOf(const QString& name)
{
    if (name == nameOf(ObjectKind::KeyObjects))
        return ObjectKind::KeyObjects;
    for (const ObjectMaker& maker : makers)
        if (maker.kind != ObjectKind::Film && name == QLatin1String(maker.name))
            return maker.kind;
    return std::nullopt;
}

QString titleOf(ObjectKind kind)
{
    for (const ObjectMaker& maker : makers)
        if (maker.kind == kind)
            return QString::fromLatin1(maker.title);
    return u"Key objects"_s;
}

Result<MadeObjects> makeObjects(const ObjectRequest& request, std::span<const ObjectKind> kinds)
{
    std::vector<const ObjectMaker*> asked;
    for (const ObjectMaker& maker : makers)
        if (maker.kind == ObjectKind::Film ? !request.film.isDicom
                                           : std::ranges::find(kinds, maker.kind) != kinds.end())
            asked.push_back(&maker);
    std::vector<std::optional<Result<ResultObject>>> results(asked.size());
    parallelFor(asked.size(), [&](std::size_t i) { results[i] = asked[i]->make(request); });
    MadeObjects made;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        Result<ResultObject>& result = *results[i];
        const ObjectKind kind = asked[i]->kind;
        if (result)
            made.objects.push_back(*std::move(result));
        else if (result.error().code == ErrorCode::Unsupported && kind != ObjectKind::Film)
            made.leftOut.push_back({kind, result.error().message});
        else
            return result.error();
    }
    return made;
}

QString objectFileName(ObjectKind kind, const QString& fileName)
{
    return fittingFileName(QFileInfo(fileName).fileName(), u".%1.dcm"_s.arg(nameOf(kind)));
}

Result<QString> writeObject(const ResultObject& object, const QString& folder,
                            const QString& fileName, Existing existing)
{
    const QString path = QDir(folder).filePath(objectFileName(object.kind, fileName));
    const bool isFree = !QFileInfo::exists(path) && !QFileInfo(path).isSymLink();
    if (!isFree && existing == Existing::Keep && !holds(path, object.sopInstanceUid))
        return Error{ErrorCode::AlreadyExists,
                     u"The file %1 exists and is another one."_s.arg(path), path};
    if (auto written = writeFileAtomically(path, object.bytes); !written)
        return written.error();
    return path;
}

std::vector<Result<QString>> writeObjects(std::span<const ResultObject> objects,
                                          const QString& folder, const QString& fileName,
                                          Existing existing)
{
    // On threads of their own, however many cores there are: they wait for the disk.
    std::vector<std::future<Result<QString>>> writing;
    for (const ResultObject& object : objects)
        writing.push_back(std::async(std::launch::async, [&object, &folder, &fileName, existing] {
            return writeObject(object, folder, fileName, existing);
        }));
    std::vector<Result<QString>> paths;
    for (std::future<Result<QString>>& one : writing)
        paths.push_back(one.get());
    return paths;
}

} // namespace ccad::results
