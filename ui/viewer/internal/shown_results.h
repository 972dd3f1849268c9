// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/film_objects.h"
#include "core/imaging/reader_notes.h"
#include "core/results_reading/film_graphics.h"
#include "ui/jobs/newest_wins.h"
#include "ui/viewer/internal/read_results.h"
#include "ui/viewer/internal/shared_uids.h"

#include <optional>

namespace ccad {

class ComparedStudies;
class ImageCanvas;
class ResultsPanel;
class Settings;
class StudyListModel;

/// Brings the objects that are open together with the film on screen: lists them, those about the
/// film first, shows the chosen one in the panel and draws it on the film, if it is about it.
class ShownResults final : public QObject
{
    Q_OBJECT
public:
    /// All references must outlive this object.
    ShownResults(ResultsPanel& panel, ComparedStudies& studies, StudyListModel& list,
                 ImageCanvas& canvas, Settings& settings, QObject* parent = nullptr);

    void open(const QStringList& paths) { m_results.add(paths); }
    void clear() { m_results.clear(); }
    [[nodiscard]] QStringList paths() const { return m_results.paths(); }
    /// Another film is on screen, or none.
    void followFilm();
    /// The notes of the film on screen: its own, and one for each object that belongs to it.
    [[nodiscard]] ReaderNotes filmNotes() const;

Q_SIGNALS:
    void filmNotesChanged(const QStringList& notes);
    void failed(const QString& path, const ccad::Error& error);
    void changed(); ///< others are open

private:
    /// An object, or a frame of a map.
    struct Entry
    {
        OpenedObject opened;
        int frame = 0;
        Belonging belonging = Belonging::OtherFilm; ///< to the film on screen
        [[nodiscard]] bool isAboutFilm() const
        {
            return belonging == Belonging::ByUid || belonging == Belonging::Proven;
        }
    };

    /// How the object and the film on screen belong together.
    [[nodiscard]] Belonging belongingOf(const OpenedObject& opened) const;
    [[nodiscard]] const QString& filmChecksum() const;
    [[nodiscard]] std::vector<Entry> entries() const;
    [[nodiscard]] QString titleOf(const Entry& entry) const;
    void onAdded(const QString& path);
    void list(const QString& preferredPath);
    void countAboutFilm();
    void choose(int index);
    void closeChosen();
    void show();
    [[nodiscard]] QString draw(const Entry& entry);
    void applyState(const results::FilmGraphics& graphics);
    void drawMap(const results::FilmGraphics& graphics, const Entry& entry);
    void drawNothing();

    ResultsPanel& m_panel;
    ComparedStudies& m_studies;
    StudyListModel& m_list;
    ImageCanvas& m_canvas;
    Settings& m_settings;
    ReadResults m_results;
    std::vector<Entry> m_entries;
    int m_chosen = -1;
    NewestWins m_map;
    SharedUids m_sharedUids;
    /// Of the pixels on screen; computed when an object asks for it.
    mutable std::shared_ptr<const std::vector<std::uint16_t>> m_pixels;
    mutable QString m_checksum;
};

} // namespace ccad
