// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/training_export.h"

#include "core/base/installation_key.h"
#include "core/base/run_lock.h"
#include "core/dataset/patient_key.h"
#include "core/deidentification/pixels/burned_in_text.h"
#include "core/imaging/display_lut.h"
#include "core/imaging/pictures/picture_writer.h"
#include "core/isolation/decoding_service.h"
#include "core/worklist/internal/training_manifest.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr std::size_t copiesBetweenManifests = 50;
/// Above this, an age alone can tell who somebody is.
constexpr double oldestAgeTold = 89;

QString shortHash(const QString& text)
{
    return sha256Hex(text.toUtf8()).left(16);
}

QString nameFor(const ScreenedStudy& study, const QString& identity)
{
    const QString patient = pseudonym(study.patientId);
    return (patient.isEmpty() ? u"unknown"_s : patient) + u'-' + shortHash(identity) + u".png"_s;
}

QString hashOf(const GrayImage8& picture)
{
    return sha256Hex(QByteArray(reinterpret_cast<const char*>(picture.pixels.data()),
                                qsizetype(picture.pixels.size())));
}

/// Gives the same name for the same study, whichever batch it comes from. It hashes the picture as
/// it is copied: the journal's own hash depends on how much of it a model asked for, and several
/// pictures share a UID where an anonymiser wrote it.
QString copyName(const ScreenedStudy& study, const GrayImage8& picture)
{
    if (!study.uid.isEmpty())
        return nameFor(study,
                       u"uid:%1 %2x%3 %4"_s.arg(study.uid)
                           .arg(picture.width)
                           .arg(picture.height)
                           .arg(hashOf(picture)));
    return nameFor(study,
                   study.identity.isEmpty() ? u"%1\n%2\n%3"_s.arg(
                       study.path, QString::number(study.bytes), QString::number(study.modifiedMs))
                                            : study.identity);
}

bool shows(const QString& file, const GrayImage8& picture)
{
    const auto copy = decoding().radiograph(file);
    return copy && copy->columns == picture.width && copy->rows == picture.height
        && std::equal(copy->pixels->begin(), copy->pixels->end(), picture.pixels.begin(),
                      picture.pixels.end());
}

bool canBeFolder(const QString& label)
{
    const auto isBad = [](QChar c) { return c == u'/' || c == u'\\' || !c.isPrint(); };
    return !label.trimmed().isEmpty() && label.size() <= 100 && !label.startsWith(u'.')
        && std::none_of(label.begin(), label.end(), isBad);
}

/// Makes black what seems to be text in the pixels. Returns whether there was any.
bool blankText(GrayImage8& picture, const Radiograph& radiograph)
{
    // Boxes are in pixels of the file, which may not be square.
    const StoredSize stored
        = radiograph.stored.value_or(StoredSize{radiograph.columns, radiograph.rows});
    const auto across = [&](int x) { return x * qint64{picture.width} / stored.columns; };
    const auto down = [&](int y) { return y * qint64{picture.height} / stored.rows; };
    const std::vector<PixelBox> boxes = findBurnedInText(radiograph);
    for (const PixelBox& box : boxes)
        for (qint64 row = down(box.top); row < down(box.bottom()); ++row)
            std::fill_n(picture.pixels.begin() + row * picture.width + across(box.left),
                        across(box.right()) - across(box.left), std::uint8_t{0});
    return !boxes.empty();
}

QString ageText(const Radiograph& radiograph)
{
    const auto& age = radiograph.patientAgeYears;
    return age && *age <= oldestAgeTold ? QString::number(int(*age)) : QString();
}

/// One call of exportForTraining.
class TrainingExport
{
public:
    TrainingExport(const Journal& journal, QDir folder, TrainingManifest manifest)
        : m_journal(journal), m_folder(std::move(folder)), m_manifest(std::move(manifest))
    {
    }

    Result<void> copy(const TrainingChoice& choice);
    Result<void> save() { return m_manifest.save(); }
    [[nodiscard]] const TrainingCopies& copies() const { return m_copies; }

private:
    Result<void> place(const ScreenedStudy& study, const QString& label);
    Result<void> write(const QString& file, const GrayImage8& picture);
    [[nodiscard]] QString labelOf(const ScreenedStudy& study, const QString& name,
                                  const GrayImage8& picture) const;
    void note(const ScreenedStudy& study, const QString& reason)
    {
        m_copies.problems.push_back({study.file, reason});
    }

    const Journal& m_journal;
    QDir m_folder;
    TrainingManifest m_manifest;
    TrainingCopies m_copies;
};

Result<void> TrainingExport::copy(const TrainingChoice& choice)
{
    const auto study = m_journal.study(choice.number);
    if (!study)
        return study.error();
    if (!canBeFolder(choice.label))
        note(*study, u"\"%1\" cannot be the name of a class."_s.arg(choice.label));
    else if (study->status != StudyStatus::Ok)
        note(*study, u"Only studies with a finding can be sent to training."_s);
    else
        return place(*study, choice.label);
    return {};
}

/// Empty when the study is not in the data set.
QString TrainingExport::labelOf(const ScreenedStudy& study, const QString& name,
                                const GrayImage8& picture) const
{
    const QString there = m_manifest.labelOf(name);
    if (!there.isEmpty() || study.uid.isEmpty())
        return there;
    // Earlier versions named copies by the UID alone, which may be that of another picture.
    const QString byUid = nameFor(study, u"uid:"_s + study.uid);
    const QString label = m_manifest.labelOf(byUid);
    return !label.isEmpty() && shows(m_folder.filePath(label + u'/' + byUid), picture) ? label
                                                                                       : QString();
}

Result<void> TrainingExport::place(const ScreenedStudy& study, const QString& label)
{
    if (QFileInfo(study.path).size() != study.bytes) {
        note(study, u"The file is gone or changed since it was screened."_s);
        return {};
    }
    const auto radiograph = decoding().radiograph(study.path);
    if (!radiograph) {
        note(study, radiograph.error().message);
        return {};
    }
    GrayImage8 picture = DisplayLut(*radiograph, radiograph->initialVoi).apply8(*radiograph);
    const QString name = copyName(study, picture);
    const QString there = labelOf(study, name, picture);
    if (there == label) {
        ++m_copies.alreadyThere;
        return {};
    }
    if (!there.isEmpty()) {
        note(study,
             u"It is in the data set already, as \"%1\". Correct the label there."_s.arg(there));
        return {};
    }
    const bool hadText = blankText(picture, *radiograph);
    const QString file = label + u'/' + name;
    if (auto written = write(file, picture); !written)
        return written;
    const QString patient = pseudonym(study.patientId);
    m_manifest.add({file, label, patient, study.view, ageText(*radiograph)});
    ++m_copies.written;
    m_copies.withoutPatient += patient.isEmpty();
    m_copies.withText += hadText;
    return {};
}

Result<void> TrainingExport::write(const QString& file, const GrayImage8& picture)
{
    // A killed run may have left the file without its row.
    if (m_folder.exists(file))
        return {};
    const QString label = QFileInfo(file).path();
    if (!m_folder.mkpath(label))
        return Error{ErrorCode::WriteFailed,
                     u"Cannot create the folder %1."_s.arg(m_folder.filePath(label)),
                     m_folder.filePath(label)};
    const QByteArray png = pngBytes(picture);
    if (png.isEmpty()) // there is no memory for it, or no such size
        return Error{ErrorCode::WriteFailed,
                     u"Cannot make a PNG of %1."_s.arg(m_folder.filePath(file)), file};
    return writeFileAtomically(m_folder.filePath(file), png);
}

} // namespace

QString trainingLabel(const ScreenedStudy& study, const ScreeningJob& job, const QString& corrected)
{
    switch (study.verdict) {
    case Verdict::Agree:
        return job.classes.value(study.label);
    case Verdict::Disagree:
        return corrected;
    case Verdict::None:
    case Verdict::Unsure:
        break;
    }
    return {};
}

Result<TrainingCopies> exportForTraining(const Journal& journal,
                                         std::span<const TrainingChoice> choices,
                                         const QString& dataset, const CancelToken& cancel,
                                         const Progress& progress)
{
    // A pseudonym that nobody could give again would part the images of a patient at the next copy.
    if (const auto key = installationKey(); !key)
        return key.error();
    const QDir folder(QDir::cleanPath(QFileInfo(dataset).absoluteFilePath()));
    if (auto usable = TrainingManifest::checkFolder(folder); !usable)
        return usable.error();
    const auto claim
        = claimFile(folder.filePath(u"manifest.csv"_s),
                    {u"run"_s, u"choose another folder"_s, ErrorCode::InvalidArgument});
    if (!claim)
        return claim.error();
    auto manifest = TrainingManifest::open(folder);
    if (!manifest)
        return manifest.error();
    TrainingExport copies(journal, folder, std::move(*manifest));
    Result<void> done;
    for (std::size_t i = 0; i < choices.size() && done; ++i) {
        if (progress)
            progress(qint64(i), qint64(choices.size()), u"Copying"_s);
        if (cancel.isCancelled())
            done = Error{ErrorCode::Cancelled, u"Copying was cancelled."_s, {}};
        else
            done = copies.copy(choices[i]);
        if (done && i % copiesBetweenManifests == copiesBetweenManifests - 1)
            done = copies.save();
    }
    // Pictures copied before a failure get their rows, too.
    if (auto saved = copies.save(); !saved)
        return saved.error();
    if (!done)
        return done.error();
    return copies.copies();
}

QString whatTrainingCopiesHold()
{
    return u"Each copy is a grey picture without the tags of its file: no name, no birth date, no "
           "dates. The patient ID is replaced by a pseudonym, which only this installation can "
           "give "
           "again. Text that seems to be burnt into a picture is blanked, and may have been "
           "missed; look "
           "at the pictures before you give them away."_s;
}

} // namespace ccad
