// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/tag_tree.h"
#include "core/results/result_objects.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace ccad::results {

/// What an object holds, for somebody who is asked whether it may be written.
struct ObjectPreview
{
    ObjectKind kind = ObjectKind::StructuredReport;
    QString title; ///< words for people: "Structured report"
    /// What a viewer would show: the picture itself, or what the object lays over the film. Without
    /// pixels: nothing but words.
    ColourPicture picture;
    QStringList text; ///< of a report, see objectLines()
    TagTree tags; ///< of its bytes
};

/// The tags of an object that CCAD made itself. Errors: those of tagTreeOf().
[[nodiscard]] Result<TagTree> tagsOf(const ResultObject& object);

/// Of an object that was made of that request. Errors: those of tagsOf() and readResultObject().
[[nodiscard]] Result<ObjectPreview> previewOf(const ResultObject& object,
                                              const ObjectRequest& request);

/// The elements that tell one object from another, in the order of their tags: whose it is, of
/// which study, what it is and how large.
[[nodiscard]] std::vector<TagNode> mainTags(const TagTree& tree);

} // namespace ccad::results
