// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/finding.h"
#include "core/package/model_package.h"
#include "ui/jobs/explanation_job.h"
#include "ui/jobs/grading_job.h"
#include "ui/jobs/newest_wins.h"
#include "ui/viewer/overlay_layer.h"

#include <QObject>

#include <memory>
#include <optional>

namespace ccad {

class Settings;

/// A radiograph, its finding and the model that made the finding: all that a saliency map needs.
struct ExplainedStudy
{
    Radiograph radiograph;
    Finding finding;
    ModelManifest model;
    std::shared_ptr<const Classifier> classifier; ///< never null; makes maps and tests them
};

/// Makes the overlay of one radiograph by the method, at the layer, and in the colours and style
/// that the settings choose. Also tests the map: one of low grade turns grey. All work is done on
/// workers.
class SaliencyOverlay final : public QObject
{
    Q_OBJECT
public:
    /// The settings must outlive the overlay.
    SaliencyOverlay(Settings& settings, std::shared_ptr<ComputeLane> lane,
                    std::shared_ptr<KeptExplainer> explainer, std::shared_ptr<KeptLungs> lungs,
                    QObject* parent = nullptr);

    void setStudy(const ExplainedStudy& study);
    void clear();
    /// The class to explain; -1: the predicted one.
    void setClass(int classIndex);

    /// The layer to paint. While there is a finding but no map by the chosen method yet, the layer
    /// stays the previous one.
    [[nodiscard]] const OverlayLayer& layer() const { return m_layer; }
    /// "Grad-CAM for COVID-19, middle layer"; empty without a map.
    [[nodiscard]] QString title() const { return m_layer.isEmpty() ? QString() : m_title; }

    /// The grade of the map that title() names; nothing until the map is tested.
    [[nodiscard]] const std::optional<SaliencyGrade>& grade() const { return m_grade; }

Q_SIGNALS:
    void changed(); ///< the layer, its title or its grade is another
    /// The chosen map could not be made, so the finding's own map is shown; the sentence says why.
    void failed(const QString& sentence);

private:
    struct Choice
    {
        int classIndex = 0;
        SaliencyMethod method = SaliencyMethod::Cam;
        SaliencyLayer layer = SaliencyLayer::Last;
        bool operator==(const Choice&) const = default;
    };

    [[nodiscard]] Choice choice() const;
    [[nodiscard]] Choice ownChoice() const;
    [[nodiscard]] QString titleFor(const Choice& choice) const;
    void explain();
    void show(const PlacedMap& map, const Choice& choice);
    void onGraded(const SaliencyGrade& grade);
    void render();

    Settings& m_settings;
    std::optional<ExplainedStudy> m_study;
    int m_class = -1;
    Choice m_asked; ///< the map shown or being computed
    PlacedMap m_map;
    QString m_mapTitle; ///< title of m_map, which may not be rendered yet
    OverlayLayer m_layer;
    QString m_title; ///< title of m_layer
    std::optional<SaliencyGrade> m_grade; ///< grade of m_map
    ExplanationJob m_job;
    GradingJob m_grading;
    NewestWins m_rendering;
};

} // namespace ccad
