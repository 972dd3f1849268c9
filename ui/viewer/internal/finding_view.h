// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/study_loader.h"

#include <QObject>

namespace ccad {

class ComparedStudies;
class FindingPanel;
class StudyListModel;

/// Shows what the model says of the study on screen: in the panel, in a few words in the list, and
/// as a map on the canvas.
class FindingView final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this object.
    FindingView(StudyLoader& loader, FindingPanel& panel, StudyListModel& studies,
                ComparedStudies& shown, QObject* parent = nullptr);

private:
    void onStage(StudyLoader::Stage stage);
    void onFinding(const Finding& finding);
    void onAnalysisFailed(const Error& error);
    void onModelReady();

    StudyLoader& m_loader;
    FindingPanel& m_panel;
    StudyListModel& m_studies;
    ComparedStudies& m_shown;
    QString m_modelSha; ///< hash of the model whose findings the list shows
};

} // namespace ccad
