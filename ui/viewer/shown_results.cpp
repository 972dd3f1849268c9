// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/shown_results.h"

#include "core/imaging/picture_identity.h"
#include "core/results_reading/object_text.h"
#include "ui/settings/settings.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/internal/compared_studies.h"
#include "ui/viewer/internal/overlay_image.h"
#include "ui/viewer/internal/results_panel.h"
#include "ui/viewer/overlay_names.h"
#include "ui/viewer/study_list_model.h"
#include "ui/words/patient_text.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// As a view of the canvas shows it: turned clockwise by quarters, then mirrored.
QTransform orientationOf(const results::DrawnTurn& turn)
{
    QTransform orientation;
    for (int i = 0; i < turn.quarterTurns; ++i)
        orientation = orientation * QTransform(0, 1, -1, 0, 0, 0);
    return turn.isFlipped ? orientation * QTransform(-1, 0, 0, 1, 0, 0) : orientation;
}

/// The whole film, or the part that is to be seen in the middle of the view.
RelativeView viewOf(const results::FilmGraphics& graphics, QSizeF film)
{
    RelativeView view;
    view.orientation = orientationOf(graphics.turn.value_or(results::DrawnTurn()));
    if (!graphics.area || graphics.area->isEmpty() || film.isEmpty())
        return view;
    const QRectF& area = *graphics.area;
    view.fitted = false;
    view.zoom = std::min(film.width() / area.width(), film.height() / area.height());
    view.centre = QPointF(area.center().x() / film.width(), area.center().y() / film.height());
    return view;
}

} // namespace

ShownResults::ShownResults(ResultsPanel& panel, ComparedStudies& studies, StudyListModel& list,
                           ImageCanvas& canvas, Settings& settings, QObject* parent)
    : QObject(parent), m_panel(panel), m_studies(studies), m_list(list), m_canvas(canvas),
      m_settings(settings)
{
    connect(&m_results, &ReadResults::added, this, &ShownResults::onAdded);
    connect(&m_results, &ReadResults::removed, this, [this] { this->list({}); });
    connect(&m_results, &ReadResults::failed, this, &ShownResults::failed);
    connect(&m_results, &ReadResults::added, this, &ShownResults::changed);
    connect(&m_results, &ReadResults::removed, this, &ShownResults::changed);
    for (const auto listChanged : {&StudyListModel::rowsInserted, &StudyListModel::rowsRemoved})
        connect(&m_list, listChanged, this, [this] { m_sharedUids.look(m_list.paths()); });
    connect(&m_list, &StudyListModel::modelReset, this,
            [this] { m_sharedUids.look(m_list.paths()); });
    connect(&m_sharedUids, &SharedUids::changed, this,
            [this] { Q_EMIT filmNotesChanged(filmNotes()); });
    connect(&m_panel, &ResultsPanel::chosen, this, &ShownResults::choose);
    connect(&m_panel, &ResultsPanel::closeRequested, this, &ShownResults::closeChosen);
    connect(&settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::HidePatientText && m_chosen >= 0)
            this->list(m_entries[size_t(m_chosen)].opened.path);
    });
}

const QString& ShownResults::filmChecksum() const
{
    const Radiograph& film = m_studies.study()->radiograph;
    if (m_pixels != film.pixels) {
        m_pixels = film.pixels;
        m_checksum = pixelChecksum(film);
    }
    return m_checksum;
}

Belonging ShownResults::belongingOf(const OpenedObject& opened) const
{
    const OpenedStudy* study = m_studies.study();
    if (!study)
        return Belonging::OtherFilm;
    const QString& uid = study->radiograph.sopInstanceUid;
    const results::ObjectFacts& facts = opened.object->facts;
    return facts.refersTo(uid) ? facts.belongingTo(uid, filmChecksum()) : Belonging::OtherFilm;
}

std::vector<ShownResults::Entry> ShownResults::entries() const
{
    std::vector<Entry> entries;
    for (const OpenedObject& opened : m_results.all()) {
        const Belonging belonging = belongingOf(opened);
        const auto* map = std::get_if<results::ParametricMap>(&opened.object->content);
        const int frames = map ? int(map->frames.size()) : 1;
        for (int frame = 0; frame < frames; ++frame)
            entries.push_back({opened, frame, belonging});
    }
    std::stable_partition(entries.begin(), entries.end(),
                          [](const Entry& entry) { return entry.isAboutFilm(); });
    return entries;
}

QString ShownResults::titleOf(const Entry& entry) const
{
    const results::ReadObject& object = *entry.opened.object;
    QString title = object.kind();
    title.front() = title.front().toUpper();
    QStringList parts{title};
    if (const auto* map = std::get_if<results::ParametricMap>(&object.content))
        parts << map->frames[size_t(entry.frame)].explanation;
    parts << object.facts.writtenBy();
    if (!isPatientTextHidden(m_settings))
        parts << object.facts.made;
    if (entry.belonging == Belonging::OtherPicture)
        parts << tr("about another picture with this UID");
    else if (!entry.isAboutFilm())
        parts << (m_studies.study() ? tr("about another film") : tr("its film is not open"));
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

void ShownResults::list(const QString& preferredPath)
{
    m_entries = entries();
    QStringList titles;
    for (const Entry& entry : m_entries)
        titles << titleOf(entry);
    const auto preferred
        = std::find_if(m_entries.begin(), m_entries.end(),
                       [&](const Entry& entry) { return entry.opened.path == preferredPath; });
    // What was opened last, else the first, which is about the film if any is.
    m_chosen = m_entries.empty()       ? -1
        : preferred == m_entries.end() ? 0
                                       : int(preferred - m_entries.begin());
    m_panel.setEntries(titles, m_chosen);
    countAboutFilm();
    show();
    Q_EMIT filmNotesChanged(filmNotes());
}

ReaderNotes ShownResults::filmNotes() const
{
    const OpenedStudy* study = m_studies.study();
    if (!study)
        return {};
    ReaderNotes notes = study->radiograph.notes;
    for (const OpenedObject& opened : m_results.all()) {
        const Belonging belonging = belongingOf(opened);
        if (belonging == Belonging::OtherFilm)
            continue;
        // The name of a file may be that of the patient.
        const QString file
            = isPatientTextHidden(m_settings) ? QString() : QFileInfo(opened.path).fileName();
        notes.add(NoteCode::Overlays,
                  noteOnFilmObject(u"a %1"_s.arg(opened.object->kind()), file, belonging));
    }
    if (const QString other = m_sharedUids.otherOf(study->path); !other.isEmpty())
        notes.add(NoteCode::SharedUid,
                  uidUsedTwice(isPatientTextHidden(m_settings) ? QString()
                                                               : QFileInfo(other).fileName()));
    return notes;
}

/// For the film's row of the list; a map counts once.
void ShownResults::countAboutFilm()
{
    const auto& all = m_results.all();
    if (const OpenedStudy* study = m_studies.study())
        m_list.setResults(
            study->path, int(std::count_if(all.begin(), all.end(), [&](const OpenedObject& one) {
                const Belonging belonging = belongingOf(one);
                return belonging == Belonging::ByUid || belonging == Belonging::Proven;
            })));
}

/// The newest is shown, unless it took the place of one that is about the film.
void ShownResults::onAdded(const QString& path)
{
    const Entry newest{m_results.all().back(), 0, belongingOf(m_results.all().back())};
    const bool isBetter
        = newest.isAboutFilm() || m_chosen < 0 || !m_entries[size_t(m_chosen)].isAboutFilm();
    list(isBetter ? path : QString(m_entries[size_t(m_chosen)].opened.path));
}

void ShownResults::followFilm()
{
    if (m_results.all().empty())
        Q_EMIT filmNotesChanged(filmNotes());
    else
        list({});
}

void ShownResults::choose(int index)
{
    m_chosen = index >= 0 && index < int(m_entries.size()) ? index : -1;
    show();
}

void ShownResults::closeChosen()
{
    if (m_chosen >= 0)
        m_results.remove(QString(m_entries[size_t(m_chosen)].opened.path));
}

void ShownResults::show()
{
    drawNothing();
    if (m_chosen < 0) {
        m_panel.setContent({}, {});
        return;
    }
    const Entry& entry = m_entries[size_t(m_chosen)];
    const QString sentence = draw(entry);
    m_panel.setContent(results::objectLines(*entry.opened.object,
                                            isPatientTextHidden(m_settings)
                                                ? results::FreeWords::Hidden
                                                : results::FreeWords::Shown),
                       sentence);
}

void ShownResults::drawNothing()
{
    m_map.cancel();
    m_canvas.setFilmGraphics({});
    m_studies.showFromFile({}, {});
}

/// A sentence on what is not drawn, or nothing.
QString ShownResults::draw(const Entry& entry)
{
    const OpenedStudy* study = m_studies.study();
    if (!study)
        return tr("Open its film as well to see it drawn.");
    auto graphics = results::graphicsOn(study->radiograph, *entry.opened.object, entry.frame);
    if (!graphics)
        return graphics.error().message;
    if (isPatientTextHidden(m_settings))
        graphics->texts.clear(); // words may name somebody
    m_canvas.setFilmGraphics(*graphics);
    if (graphics->turn)
        applyState(*graphics);
    if (graphics->map)
        drawMap(*graphics, entry);
    return graphics->notes.join(u' ');
}

void ShownResults::applyState(const results::FilmGraphics& graphics)
{
    m_canvas.setRelativeView(
        viewOf(graphics, QSizeF(m_canvas.radiograph().columns, m_canvas.radiograph().rows)));
    if (graphics.voi)
        m_canvas.setVoi(*graphics.voi);
    if (graphics.inverted)
        m_canvas.setInverted(*graphics.inverted);
}

void ShownResults::drawMap(const results::FilmGraphics& graphics, const Entry& entry)
{
    const QSize size(m_canvas.radiograph().columns, m_canvas.radiograph().rows);
    const auto colours
        = choiceOf(colourMapNames(), m_settings.value(Setting::ColourMap).toString());
    const auto style
        = choiceOf(overlayStyleNames(), m_settings.value(Setting::OverlayStyle).toString());
    const results::ObjectFacts& facts = entry.opened.object->facts;
    QStringList lines{tr("Map from a file: %1").arg(graphics.mapTitle)};
    for (const results::ObjectEquipment& model : facts.contributors)
        lines << QStringList{model.model, model.versions.value(0)}.join(u' ').trimmed();
    if (!isPatientTextHidden(m_settings))
        lines << facts.made;
    lines.removeAll(QString());
    m_map.start([map = *graphics.map, size, colours,
                 style](const CancelToken&) { return overlayLayer(map, size, colours, style); },
                [this, lines](const OverlayLayer& layer) { m_studies.showFromFile(layer, lines); });
}

} // namespace ccad
