// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/deidentifier.h"

#include "core/deidentification/internal/cleaner.h"
#include "core/deidentification/internal/dataset_writer.h"
#include "core/deidentification/internal/leftovers.h"
#include "core/deidentification/internal/method_record.h"
#include "core/deidentification/internal/object_pixels.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using imaging::DicomEncoding;

constexpr quint32 sopClassTag = 0x00080016;
constexpr quint32 sopInstanceTag = 0x00080018;
constexpr auto implicitSyntax = "1.2.840.10008.1.2";
constexpr auto explicitSyntax = "1.2.840.10008.1.2.1";
constexpr auto deflatedSyntax = "1.2.840.10008.1.2.1.99";
constexpr auto bigEndianSyntax = "1.2.840.10008.1.2.2";

/// The transfer syntax that the new file has: the old one's where its bytes agree with it.
Result<QByteArray> syntaxOf(const DatasetTree& tree)
{
    const QByteArray said = tree.layout.transferSyntaxUid.toLatin1();
    const DicomEncoding& encoding = tree.layout.encoding;
    if (!said.isEmpty() && !isWellKnownUid(said))
        return imaging::unsupported(
            u"its transfer syntax %1 is a private one"_s.arg(tree.layout.transferSyntaxUid));
    if (encoding.bigEndian)
        return QByteArray(bigEndianSyntax);
    if (!encoding.explicitVr)
        return QByteArray(implicitSyntax);
    const bool isPlain = said.isEmpty() || said == implicitSyntax || said == bigEndianSyntax
        || said == deflatedSyntax;
    return isPlain ? QByteArray(explicitSyntax) : said;
}

Error stillTelling(quint32 tag)
{
    return Error{
        ErrorCode::Refused,
        u"something that tells who the patient is would be left in %1; nothing was written"_s.arg(
            imaging::tagText(tag)),
        imaging::tagText(tag)};
}

Result<void> checkRequest(const QByteArray& content, const DeidRequest& request)
{
    if (request.options.testFlag(DeidOption::RetainFullDates)
        && request.options.testFlag(DeidOption::RetainModifiedDates))
        return Error{ErrorCode::InvalidArgument,
                     u"dates are either kept as they are or moved, not both"_s,
                     {}};
    return checkIsDicom(content);
}

/// What the pixels become, before the elements that describe them are cleaned.
Result<void> preparePixels(DatasetTree& tree, const QByteArray& content, const DeidRequest& request,
                           const imaging::ReadGuard& guard, QByteArray& syntax)
{
    clearOverlaysInPixels(tree);
    if (request.decision == PixelDecision::Unseen || request.boxes.empty())
        return {};
    return blankObject(tree, content, request.boxes, guard, syntax);
}

} // namespace

Result<void> checkIsDicom(const QByteArray& content)
{
    if (!imaging::looksLikeDicom(content))
        return imaging::unsupported(u"it is no DICOM file; only these can be de-identified"_s);
    return {};
}

Result<Deidentified> deidentify(const QByteArray& content, const DeidRequest& request,
                                const imaging::ReadGuard& guard)
{
    if (auto ok = checkRequest(content, request); !ok)
        return ok.error();
    auto tree = readDatasetTree(content, guard);
    if (!tree)
        return tree.error();
    auto syntax = syntaxOf(*tree);
    if (!syntax)
        return syntax.error();
    if (auto ok = preparePixels(*tree, content, request, guard, *syntax); !ok)
        return ok.error();

    DataItem& dataset = tree->dataset;
    QByteArray sopClass = valueOf(dataset, sopClassTag);
    if (sopClass.isEmpty())
        sopClass = tree->layout.mediaSopClassUid.toLatin1();
    const CleaningPlan plan{request.table, request.options, request.pseudonyms, sopClass,
                            patientIdentity(dataset)};
    const QByteArray instance = valueOf(dataset, sopInstanceTag);
    Deidentified result;
    constexpr quint32 patientIdTag = 0x00100020;
    result.patientId = valueOf(dataset, patientIdTag);
    result.patientPseudonym = request.pseudonyms->patient(plan.patient);
    result.fileName = request.pseudonyms->fileName(instance);
    if (request.options.testFlag(DeidOption::RetainModifiedDates))
        result.daysMoved = request.pseudonyms->daysToMove(plan.patient);

    const IdentityWords words = gatherIdentity(dataset, plan);
    Cleaner cleaner(plan, words);
    cleaner.clean(dataset);
    if (const auto tag = leftoverIn(dataset, words, cleaner.keptValues()))
        return stillTelling(*tag);
    recordMethod(dataset, request.options, request.table->edition(),
                 request.decision == PixelDecision::Looked);
    result.uids = cleaner.replacedUids();
    result.notes = tree->notes;
    const MetaHeader meta{sopClass, valueOf(dataset, sopInstanceTag), *syntax};
    result.file = writeDicomFile(meta, dataset, tree->layout.encoding);
    return result;
}

} // namespace ccad
