"""Sentences about implants that come in files: what is wrong with which file, and where."""

from __future__ import annotations

from django.utils.translation import gettext_noop as said

DICOM = {
    "hpgl_too_large": said(
        "{file}: a drawing has more than {limit} points or bytes. Ask its maker for a simpler one."
    ),
    "hpgl_command": said(
        "{file}: the drawing has “{command}” at byte {where}. Templates may only have the plotter "
        "commands IN, PA, PC, SP, PU and PD. Ask its maker for such a file."
    ),
    "hpgl_numbers": said(
        "{file}: the command {command} at byte {where} of the drawing does not have the whole, "
        "positive numbers that it needs. Ask its maker for a corrected file."
    ),
    "hpgl_pen": said(
        "{file}: the drawing uses pen {pen} at byte {where} without having given it a colour. "
        "Ask its maker for a corrected file."
    ),
    "hpgl_empty": said("{file}: nothing is drawn in it. Ask its maker for the right file."),
    "template_points": said(
        "{file}: {where} do not lie on the drawing, neither in millimetres nor in plotter units. "
        "Ask its maker for a corrected file."
    ),
    "template_pens": said(
        "{file}: {where} draws with a pen that is not in its list of pens, or nothing with the "
        "pen of its outline. Ask its maker for a corrected file."
    ),
    "template_open": said(
        "{file}: the outline of {where} is not closed. Ask its maker for a corrected file."
    ),
    "template_kind": said(
        "{file}: this is no stem, head or cup of a hip. Other parts cannot be used yet: take it "
        "out of the package."
    ),
    "template_front": said(
        "{file}: {where} has no drawing from the front. Ask its maker for one with the view "
        "antero-posterior."
    ),
    "template_view_twice": said(
        "{file}: {where} is a second drawing of the same view. Leave one of them out."
    ),
    "stem_axis": said(
        "{file}: {where} does not mark the axis of the stem (a line among its landmarks). Ask "
        "its maker for it."
    ),
    "stem_neck": said(
        "{file}: {where} has no mating features for heads. Ask its maker for the neck lengths."
    ),
    "stem_cut": said(
        "{file}: {where} does not mark where the neck is cut (a plane among its landmarks, across "
        "the axis). Ask its maker for it."
    ),
    "head_taper": said("{file}: {where} has no mating feature for a stem. Ask its maker for it."),
    "cup_head": said("{file}: {where} has no mating feature for a head. Ask its maker for it."),
    "cup_head_size": said(
        "{file}: nothing says which head goes into {where}. Add the assembly template that joins "
        "it to its heads."
    ),
    "implant_gate": said(
        "{file}: this is no sound DICOM file ({gate}). Ask for it again, or leave it out."
    ),
    "implant_class": said(
        "{file}: this DICOM object ({sop_class}) is no implant template, assembly or group. "
        "Leave it out."
    ),
    "implant_element": said(
        "{file}: the element {where} is not as the DICOM standard demands: {problem}. Ask its "
        "maker for a corrected file."
    ),
    "implant_extra": said(
        "{file}: what Plumbline added to the file has been changed ({where}). Export it again."
    ),
    "group_member_missing": said(
        "{file}: a template that a group names is not here: {where}. Add its file."
    ),
    "object_twice": said(
        "{file}: another file has the same SOP Instance UID and says something else. Leave one out."
    ),
    "object_missing": said(
        "{file}: it refers to a template that is not in the package: {uid}. Add its file."
    ),
    "assembly_feature": said(
        "{file}: component {component} has no mating feature {feature}. Ask its maker for a "
        "corrected file."
    ),
    "assembly_disagrees": said(
        "{file}: assemblies join {where} to parts of different sizes. Ask its maker."
    ),
}

DRAWINGS = {
    "svg_unsafe": said(
        "{file}, line {where}: a document type, an entity, an instruction or a script. Save the "
        "drawing as plain SVG."
    ),
    "svg_broken": said("{file}, line {where}: this is no whole SVG. Save the drawing again."),
    "svg_too_large": said("{file}: more than {limit} parts. Simplify the drawing."),
    "svg_path": said(
        "{file}, line {where}: from character {character} on this is no path. Save the drawing "
        "again."
    ),
    "svg_units": said(
        "{file}: it does not say how large it is. Say “units” in package.json, or save it with "
        "a size in millimetres."
    ),
    "svg_uneven": said(
        "{file}: its width and height stretch it by different amounts. Save it at one scale."
    ),
    "svg_element": said(
        "{file}, line {where}: <{element}> cannot be read. Turn it into paths and save it as "
        "plain SVG."
    ),
    "svg_empty": said("{file}: nothing is drawn in it."),
    "dxf_too_large": said("{file}: more than {limit} parts or bytes. Simplify the drawing."),
    "dxf_binary": said("{file}: this is binary DXF. Save it as ASCII DXF."),
    "dxf_broken": said("{file}: this is no whole DXF ({where}). Save the drawing again."),
    "dxf_units": said(
        "{file}: its header names no unit that is known here ({units}). Say “units” in "
        "package.json, or set the drawing's unit."
    ),
    "dxf_entity": said(
        "{file}: {where} cannot be read. Draw with lines, arcs, circles, ellipses, splines and "
        "polylines in the plane."
    ),
    "dxf_empty": said("{file}: nothing is drawn in its model space."),
    "stl_too_large": said("{file}: more than {limit} triangles or bytes. Export a coarser solid."),
    "stl_broken": said("{file}: this is no whole STL ({where}). Export the solid again."),
    "stl_empty": said("{file}: it has no triangles, or none of any size."),
    "stl_size": said(
        "{file}: the solid is {size} mm large. Check “units” in package.json: it must be from 1 "
        "to 800 mm, and not large in both directions."
    ),
    "stl_view": said(
        "{file}: a solid needs “units”, “right” and “down” in package.json: two directions at "
        "right angles, in the axes of the file."
    ),
    "drawing_said": said("{file}: what package.json says of its “{where}” cannot be used."),
    "drawing_open": said(
        "{file}: no outline in it is closed. Join its ends, or name its layer in package.json."
    ),
}

PACKAGES = {
    "manifest_broken": said("{file}: {where}. See “Exchange” in the library's documentation."),
    "manifest_file": said("{file}: the drawing {drawing} is not in the package."),
    "package_manifest": said(
        "A package of drawings needs one package.json that says what they are; here are {count}."
    ),
    "package_mixed": said(
        "{file}: the package has DICOM objects and drawings. Bring them as two packages."
    ),
    "package_file": said("{file}: this file cannot be taken ({cause}). Leave it out."),
    "package_unknown": said(
        "{file}: files of this kind are not taken. A package has DICOM objects, drawings (SVG, "
        "DXF, STL) with package.json, and papers (txt, md, pdf). Leave it out."
    ),
    "package_unused": said("{file}: package.json does not name this drawing. Leave it out."),
    "package_of_too_much": said(
        "{file}: the package has more than {files} files or {bytes} bytes. Divide it."
    ),
    "package_of_several": said(
        "{file}: the templates name several manufacturers. Say which one with --manufacturer."
    ),
    "export_not_empty": said("{file} is not an empty folder. Choose another one."),
    "export_failed": said("{file} could not be written: {cause}."),
    "package_without_templates": said("{file}: there is no template in the package."),
}

SENTENCES = DICOM | DRAWINGS | PACKAGES
