// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/opened_study.h"
#include "ui/viewer/measure_tool.h"
#include "ui/viewer/saliency_overlay.h"

#include <QObject>

#include <memory>
#include <optional>

namespace ccad {

class ComparedViews;
class ImageCanvas;
class Settings;
class StudyListModel;
class StudyNotes;

/// The study in the left canvas and, while two are compared, the one pinned to the right: each with
/// its finding, its map, its measurements and its words.
class ComparedStudies final : public QObject
{
    Q_OBJECT
public:
    /// All references must outlive this object.
    ComparedStudies(ComparedViews& views, const StudyListModel& studies, StudyNotes& notes,
                    Settings& settings, const std::shared_ptr<ComputeLane>& lane,
                    QObject* parent = nullptr);

    /// The path of the study on the left, shown or being read; empty: none.
    [[nodiscard]] const QString& path() const { return m_path; }
    void setPath(const QString& path);
    /// The study on the left as it is shown; null until it is read.
    [[nodiscard]] const OpenedStudy* study() const { return m_study ? &*m_study : nullptr; }
    /// The study on the left with its finding; null until there is one.
    [[nodiscard]] const ExplainedStudy* explained() const
    {
        return m_explained ? &*m_explained : nullptr;
    }
    [[nodiscard]] const SaliencyOverlay& overlay() const { return *m_overlay; } ///< on the left
    [[nodiscard]] QString pinnedPath() const { return m_pinned ? m_pinned->study.path : QString(); }
    /// The measurements of the study in the active canvas; null without a study.
    [[nodiscard]] MeasurementList* measurements() const;

    void show(const OpenedStudy& study); ///< on the left
    void explain(const ExplainedStudy& explained); ///< the study on the left
    void forgetFinding(); ///< on the left
    /// On the left a map that was read from a file in place of the model's, with lines that say so;
    /// an empty one: the model's again.
    void showFromFile(const OverlayLayer& layer, const QStringList& lines);
    void clear(); ///< the left canvas is black until the next study is read
    void showHint(); ///< the left canvas says what to do

    /// Pins the study on the left to the right. Nothing happens without a study.
    void setCompared(bool compared);
    /// Pins the study on the left in place of the pinned one, whose path is returned: it is to be
    /// opened on the left, where it will look as it did. Empty: there are no two.
    [[nodiscard]] QString swap();

    void setClass(int classIndex); ///< the class that both maps explain
    void setTool(Tool tool);
    void applySettings();
    void refreshTexts(); ///< patient text is hidden now, or no longer
    void updateCaptions();

Q_SIGNALS:
    void overlayChanged(); ///< of the left study
    void overlayFailed(const QString& sentence);

private:
    /// A study as it was when it was pinned.
    struct Pinned
    {
        OpenedStudy study;
        std::optional<ExplainedStudy> explained;
    };
    /// How a study looked when it left the right canvas for the left one.
    struct Moved
    {
        QString path;
        Voi voi;
        bool isInverted = false;
    };

    void clear(const QString& hint);
    void showOverlay();
    void pinCurrent();
    void describe(ImageCanvas& canvas, const OpenedStudy& study);
    [[nodiscard]] QString caption(const QString& path) const;

    ComparedViews& m_views;
    const StudyListModel& m_studies;
    StudyNotes& m_notes;
    Settings& m_settings;
    SaliencyOverlay* m_overlay;
    SaliencyOverlay* m_pinnedOverlay;
    QString m_path;
    std::optional<OpenedStudy> m_study;
    std::optional<ExplainedStudy> m_explained;
    std::optional<Pinned> m_pinned;
    std::optional<Moved> m_moved; ///< kept until a study is on the left
    OverlayLayer m_fromFile;
    QStringList m_fromFileLines;
};

} // namespace ccad
